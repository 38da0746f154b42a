import type { Language } from '../../../../contract/auth.ts'

const EN = {
  other: 'None of these?',
  otherHint: 'Join the waitlist for more places, a ticket that is gone, or a wheelchair place.',
  otherLink: 'Go to the waitlist',
  numberWrong: (most: number) => `A number from 1 to ${most}`,
  accessibleHint: 'The others are beside them where that can be.',
  accessibleWrong: 'Not more than the places wanted',
  never: ['There are never as many such places', 'Ask for fewer, or for another ticket.'],
  partial: 'Fewer places are better than none',
  partialShown: 'Fewer places will do too.',
  accessibleShown: (n: number) => (n === 1 ? 'One of them a wheelchair place' : `${n} of them wheelchair places`),
  link: 'Your link to this page',
  linkHint: 'It opens your place on the waitlist on another device. Whoever has it can take what is offered to you.',
  listTitle: 'On the waitlist',
}

/** What forms and pages of the waitlist say besides. */
export type WaitWords = typeof EN

const FR: WaitWords = {
  other: 'Rien de tout cela ?',
  otherHint:
    'Inscrivez-vous sur la liste d’attente pour plus de places, un billet épuisé ou une place pour fauteuil roulant.',
  otherLink: 'Aller à la liste d’attente',
  numberWrong: (most) => `Un nombre de 1 à ${most}`,
  accessibleHint: 'Les autres sont à côté si possible.',
  accessibleWrong: 'Pas plus que les places voulues',
  never: ['Il n’y a jamais autant de ces places', 'Demandez-en moins, ou un autre billet.'],
  partial: 'Moins de places valent mieux qu’aucune',
  partialShown: 'Moins de places vont aussi.',
  accessibleShown: (n) => (n < 2 ? 'Dont une place pour fauteuil roulant' : `Dont ${n} places pour fauteuil roulant`),
  link: 'Votre lien vers cette page',
  linkHint: 'Il ouvre votre rang sur un autre appareil. Qui l’a peut prendre ce qui vous est offert.',
  listTitle: 'Sur liste d’attente',
}

const WORDS: Record<Language, WaitWords> = { en: EN, fr: FR }

export const waitWords = (language: Language): WaitWords => WORDS[language]
