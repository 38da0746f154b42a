import type { Language } from '../../../../contract/auth.ts'

const plural = (n: number, one: string, other: string) => `${n} ${n === 1 ? one : other}`

const en = {
  title: 'You are invited',
  dear: (name: string) => `${name}, you are invited`,
  until: (when: string) => `Please answer by ${when}.`,
  kept: (place: string) => `This seat is kept for you until you answer: ${place}.`,
  mayBring: (n: number) => `You may bring ${plural(n, 'person', 'people')}.`,
  free: 'It costs you nothing.',
  comes: 'I will come',
  comesNot: 'I cannot come',
  answer: 'Your answer',
  change: 'Change your answer',
  changeSubmit: 'Save',
  plusOnes: 'How many people do you bring?',
  nobody: 'Nobody',
  names: 'Their names, one on each line',
  fullName: 'Your name',
  optional: 'optional',
  coming: 'You come',
  comingHint: (n: number) => (n === 1 ? 'A place is yours.' : `${n} places are yours.`),
  tickets: 'Your tickets',
  calendar: 'Add to your calendar',
  waiting: 'You are on the waitlist',
  waitingHint: (position: number | null) =>
    `Every place is taken now. As soon as one is free it is yours, and we tell you.${position === null ? '' : ` You are number ${position}.`}`,
  notComing: 'You do not come',
  notComingHint: 'Thank you for saying so. You may change your mind for as long as there are places.',
  takenBack: 'This invitation was taken back',
  takenBackHint: 'Ask who invited you if you think that this is a mistake.',
  eventCancelled: 'This event does not take place',
  over: 'The time to answer is over',
  overHint: 'Ask who invited you if you would still like to come.',
  onlyFor: (n: number) => (n === 1 ? 'There is a place for you alone' : `There are places for ${n} of you`),
  onlyForHint: 'Nothing was booked. Choose how many come, and answer again.',
  full: 'Every place is taken',
  fullHint: 'Nobody can wait for places of this event.',
  tooMany: 'You cannot bring as many',
  passedOn: 'Your booking was passed on',
  passedOnHint: 'Somebody else has it now, and alone can change it.',
  refused: 'This could not be saved',
  event: 'About the event',
}

export type InvitationWords = typeof en

const fr: InvitationWords = {
  title: 'Vous êtes invité·e',
  dear: (name) => `${name}, vous êtes invité·e`,
  until: (when) => `Merci de répondre avant le ${when}.`,
  kept: (place) => `Cette place vous est réservée jusqu’à votre réponse : ${place}.`,
  mayBring: (n) => `Vous pouvez venir avec ${n <= 1 ? 'une personne' : `${n} personnes`}.`,
  free: 'C’est gratuit pour vous.',
  comes: 'Je viendrai',
  comesNot: 'Je ne peux pas venir',
  answer: 'Votre réponse',
  change: 'Modifier votre réponse',
  changeSubmit: 'Enregistrer',
  plusOnes: 'Avec combien de personnes venez-vous ?',
  nobody: 'Aucune',
  names: 'Leurs noms, un par ligne',
  fullName: 'Votre nom',
  optional: 'facultatif',
  coming: 'Vous venez',
  comingHint: (n) => (n === 1 ? 'Une place est à vous.' : `${n} places sont à vous.`),
  tickets: 'Vos billets',
  calendar: 'Ajouter à votre agenda',
  waiting: 'Vous êtes sur liste d’attente',
  waitingHint: (position) =>
    `Toutes les places sont prises. La première qui se libère est à vous, et nous vous préviendrons.${position === null ? '' : ` Vous êtes en position ${position}.`}`,
  notComing: 'Vous ne venez pas',
  notComingHint: 'Merci de l’avoir dit. Vous pouvez changer d’avis tant qu’il reste des places.',
  takenBack: 'Cette invitation a été retirée',
  takenBackHint: 'Si vous pensez que c’est une erreur, adressez-vous à la personne qui vous a invité·e.',
  eventCancelled: 'Cet événement n’aura pas lieu',
  over: 'Le délai de réponse est passé',
  overHint: 'Si vous souhaitez encore venir, adressez-vous à la personne qui vous a invité·e.',
  onlyFor: (n) => (n === 1 ? 'Il y a une place pour vous seul·e' : `Il y a des places pour ${n} d’entre vous`),
  onlyForHint: 'Rien n’a été réservé. Indiquez combien vous serez et répondez de nouveau.',
  full: 'Toutes les places sont prises',
  fullHint: 'Cet événement n’a pas de liste d’attente.',
  tooMany: 'Vous ne pouvez pas venir aussi nombreux',
  passedOn: 'Votre réservation a été transmise',
  passedOnHint: 'Une autre personne l’a désormais, et elle seule peut la modifier.',
  refused: 'Cela n’a pas pu être enregistré',
  event: 'À propos de l’événement',
}

const WORDS: Record<Language, InvitationWords> = { en, fr }

/** @returns what the page of an invitation says in a language. */
export const invitationWords = (language: Language): InvitationWords => WORDS[language]
