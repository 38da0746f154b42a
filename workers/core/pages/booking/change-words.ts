import type { Language } from '../../../../contract/auth.ts'

const EN = {
  title: 'Change the booking',
  back: 'Back to the booking',
  save: 'Save',
  done: {
    details: 'The details were changed.',
    quantity: 'The number of places was changed.',
    seats: 'You have other seats now.',
    passed: 'It was passed on, and belongs to somebody else now.',
  },
  look: 'See what is wrong',
  details: 'Change details and names',
  quantity: {
    title: 'Change the number of places',
    label: 'Places',
    hint: 'Fewer: the last ones of the list are given back at once. More: they are chosen for you and may be apart.',
    submit: 'Change the number',
    wrong: (most: number) => `A number from 1 to ${most}`,
    unpaid: ['More places are to be paid first', 'Book them on their own: this booking stays as it is.'],
  },
  seats: {
    title: 'Choose other seats',
    hint: (n: number) =>
      n === 1
        ? 'Tick the seat that you want in place of yours. Only seats that your ticket is good for are listed.'
        : `Have ${n} seats ticked: yours are, untick those that you give up. Only seats that your tickets are good for are listed.`,
    own: 'Yours now',
    ownSeat: (place: string) => `${place}, yours now`,
    submit: 'Move to the ticked seats',
    none: 'No other seats are free for your tickets here.',
    wrong: (n: number) => (n === 1 ? 'Tick one seat' : `Tick ${n} seats`),
    wrongHint: (ticked: number) => `You ticked ${ticked}. Untick yours where you want another one.`,
    unfit: ['Your tickets are not good for these seats', 'Choose seats of the same kind, or fewer of another one.'],
  },
  transfer: {
    title: 'Pass tickets on',
    hint: 'They have it then, and you do not: your codes stop working and no place is given back. They get a link of their own at this address.',
    what: 'What',
    whole: 'The whole booking',
    name: 'Their full name',
    email: 'Their email address',
    submit: 'Pass on',
    nameMissing: 'Tell us who has it then',
  },
}

/** What the forms say that change a booking. */
export type ChangeWords = typeof EN

const FR: ChangeWords = {
  title: 'Changer la réservation',
  back: 'Retour à la réservation',
  save: 'Enregistrer',
  done: {
    details: 'Les coordonnées ont été changées.',
    quantity: 'Le nombre de places a été changé.',
    seats: 'Vous avez d’autres places.',
    passed: 'C’est transmis, et à quelqu’un d’autre maintenant.',
  },
  look: 'Voir ce qui ne va pas',
  details: 'Changer les coordonnées et les noms',
  quantity: {
    title: 'Changer le nombre de places',
    label: 'Places',
    hint: 'Moins : les dernières de la liste sont rendues aussitôt. Plus : nous les choisissons, peut-être séparées.',
    submit: 'Changer le nombre',
    wrong: (most) => `Un nombre de 1 à ${most}`,
    unpaid: ['Il faut d’abord payer d’autres places', 'Réservez-les à part : cette réservation reste comme elle est.'],
  },
  seats: {
    title: 'Choisir d’autres places',
    hint: (n) =>
      n < 2
        ? 'Cochez la place que vous voulez à la place de la vôtre. Seules celles permises par votre billet sont listées.'
        : `Gardez ${n} places cochées : les vôtres le sont, décochez celles que vous rendez. Seules celles permises par vos billets sont listées.`,
    own: 'À vous maintenant',
    ownSeat: (place) => `${place}, à vous maintenant`,
    submit: 'Prendre les places cochées',
    none: 'Aucune autre place n’est libre ici pour vos billets.',
    wrong: (n) => (n < 2 ? 'Cochez une place' : `Cochez ${n} places`),
    wrongHint: (ticked) => `Vous en avez coché ${ticked}. Décochez la vôtre si vous en voulez une autre.`,
    unfit: [
      'Vos billets ne valent pas pour ces places',
      'Choisissez des places du même genre, ou moins d’un autre genre.',
    ],
  },
  transfer: {
    title: 'Transmettre des billets',
    hint: 'Ils sont alors à cette personne et plus à vous : vos codes ne valent plus, et aucune place n’est rendue. Elle reçoit un lien à cette adresse.',
    what: 'Quoi',
    whole: 'Toute la réservation',
    name: 'Son nom complet',
    email: 'Son adresse e-mail',
    submit: 'Transmettre',
    nameMissing: 'Dites-nous à qui',
  },
}

const WORDS: Record<Language, ChangeWords> = { en: EN, fr: FR }

export const changeWords = (language: Language): ChangeWords => WORDS[language]
