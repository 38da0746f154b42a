import type { Language } from '../../../../contract/auth.ts'

const plural = (n: number, one: string, other: string) => `${n} ${n === 1 ? one : other}`

const en = {
  title: 'Tours',
  tour: 'Tour',
  find: 'Find a tour',
  words: 'What',
  wordsHint: 'Part of the name',
  submit: 'Search',
  none: 'No tour was found',
  noneHint: 'Try fewer letters.',
  empty: 'There are no tours yet',
  emptyHint: 'Come back soon.',
  reset: 'Show all tours',
  more: 'More tours',
  of: (name: string) => `Tours of ${name}`,
  all: 'All tours',
  where: 'Where',
  languages: 'Languages',
  language: 'Language',
  duration: 'Duration',
  said: (term: string, text: string) => `${term}: ${text}`,
  meetingPoint: 'Meeting point',
  options: 'Ways to take it',
  price: 'Price',
  departures: 'Departures',
  times: 'Times are those of the place.',
  fromDay: 'From day',
  show: 'Show',
  noDepartures: 'No departure is planned from then on',
  noDeparturesHint: 'Choose an earlier day, or come back later: new dates are added as time goes on.',
  moreDates: 'Later departures',
  otherDates: 'Other departures of this tour',
  time: {
    days: (n: number) => plural(n, 'day', 'days'),
    hours: (n: number) => `${n} h`,
    minutes: (n: number) => `${n} min`,
  },
}

export type TourWords = typeof en

const fr: TourWords = {
  title: 'Visites',
  tour: 'Visite',
  find: 'Trouver une visite',
  words: 'Quoi',
  wordsHint: 'Une partie du nom',
  submit: 'Chercher',
  none: 'Aucune visite n’a été trouvée',
  noneHint: 'Essayez avec moins de lettres.',
  empty: 'Il n’y a pas encore de visite',
  emptyHint: 'Revenez bientôt.',
  reset: 'Voir toutes les visites',
  more: 'Plus de visites',
  of: (name) => `Visites de ${name}`,
  all: 'Toutes les visites',
  where: 'Où',
  languages: 'Langues',
  language: 'Langue',
  duration: 'Durée',
  said: (term, text) => `${term} : ${text}`,
  meetingPoint: 'Rendez-vous',
  options: 'Formules',
  price: 'Prix',
  departures: 'Départs',
  times: 'Les heures sont celles du lieu.',
  fromDay: 'À partir du',
  show: 'Afficher',
  noDepartures: 'Aucun départ n’est prévu à partir de ce jour',
  noDeparturesHint: 'Choisissez un jour plus proche, ou revenez plus tard : des dates s’ajoutent peu à peu.',
  moreDates: 'Départs suivants',
  otherDates: 'Autres départs de cette visite',
  time: {
    days: (n) => `${n} ${n < 2 ? 'jour' : 'jours'}`,
    hours: (n) => `${n} h`,
    minutes: (n) => `${n} min`,
  },
}

const WORDS: Record<Language, TourWords> = { en, fr }

/** @returns what the pages of tours say in a language. */
export const tourWords = (language: Language): TourWords => WORDS[language]

/** @returns how long something lasts: "1 h 30 min". */
export const durationText = (minutes: number, { time }: Pick<TourWords, 'time'>): string => {
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60]
  const parts = [
    ...(days === 0 ? [] : [time.days(days)]),
    ...(hours === 0 ? [] : [time.hours(hours)]),
    ...(rest === 0 ? [] : [time.minutes(rest)]),
  ]
  return parts.join(' ')
}

/** @returns what a language is called in another one; its code where nobody knows. */
export const languageName = (code: string, language: Language): string => {
  try {
    return new Intl.DisplayNames([language], { type: 'language' }).of(code) ?? code
  } catch {
    return code
  }
}
