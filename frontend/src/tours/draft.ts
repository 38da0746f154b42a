import type { FieldProblem } from '../api/problem.ts'
import type { NewTour, NewTourOption, ScheduleRule, Tour } from '../api/tours.ts'
import { blankType, newId, type TypeDraft, typeDraft } from '../events/draft.ts'
import { typeBodies } from '../events/draft-body.ts'
import { localMoment } from '../events/zoned.ts'

export const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const

/** A rule as its fields show it. */
export interface RuleDraft {
  key: string
  weekdays: ScheduleRule['weekdays']
  startTimes: string
  from: string
  until: string
  except: string
}

export interface OptionDraft {
  id: string
  name: string
  language: string
  duration: string
  meetingPoint: string
  capacity: string
  cutoff: string
  rules: RuleDraft[]
  /** What the form does not show, as it was. */
  kept: Omit<
    NewTourOption,
    'id' | 'internalName' | 'language' | 'durationMinutes' | 'meetingPoint' | 'capacity' | 'cutoffMinutes' | 'schedule'
  >
}

export interface TourDraft {
  name: string
  description: string
  city: string
  country: string
  timeZone: string
  languages: string
  currency: string
  horizonDays: string
  waitlist: boolean
  ticketTypes: TypeDraft[]
  options: OptionDraft[]
}

export const blankRule = (today: string): RuleDraft => ({
  key: newId('s'),
  weekdays: ['SA', 'SU'],
  startTimes: '10:00 14:00',
  from: today,
  until: '',
  except: '',
})

export const blankOption = (name: string, today: string): OptionDraft => ({
  id: newId('op'),
  name,
  language: '',
  duration: '60',
  meetingPoint: '',
  capacity: '20',
  cutoff: '0',
  rules: [blankRule(today)],
  kept: {
    reference: null,
    default: false,
    cancellationCutoffAmount: 0,
    cancellationCutoffUnit: 'hour',
    restrictions: { minUnits: 0, maxUnits: null },
    ticketTypes: null,
  },
})

interface Blank {
  timeZone: string
  today: string
  words: { ticket: string; option: string }
}

export const blankTour = ({ timeZone, today, words }: Blank): TourDraft => ({
  name: '',
  description: '',
  city: '',
  country: '',
  timeZone,
  languages: '',
  currency: 'EUR',
  horizonDays: '60',
  waitlist: false,
  ticketTypes: [blankType(words.ticket)],
  options: [blankOption(words.option, today)],
})

export const tourDraft = (tour: Tour): TourDraft => ({
  name: tour.name,
  description: tour.description ?? '',
  city: tour.city ?? '',
  country: tour.country ?? '',
  timeZone: tour.timeZone,
  languages: tour.languages.join(' '),
  currency: tour.currency,
  horizonDays: String(tour.horizonDays),
  waitlist: tour.waitlist,
  ticketTypes: tour.ticketTypes.map((type) =>
    typeDraft(type, (at) => (at === null ? '' : localMoment(at, tour.timeZone))),
  ),
  options: tour.options.map(optionDraft),
})

const optionDraft = (option: Tour['options'][number]): OptionDraft => {
  const { id, internalName, language, durationMinutes, meetingPoint, capacity, cutoffMinutes, schedule, ...rest } =
    option
  const { availabilityLocalStartTimes: _, ...kept } = rest
  return {
    id,
    name: internalName,
    language: language ?? '',
    duration: String(durationMinutes),
    meetingPoint: meetingPoint ?? '',
    capacity: capacity === null ? '' : String(capacity),
    cutoff: String(cutoffMinutes),
    rules: schedule.map((rule) => ({
      key: newId('s'),
      weekdays: rule.weekdays,
      startTimes: rule.startTimes.join(' '),
      from: rule.from,
      until: rule.until ?? '',
      except: rule.except.join(' '),
    })),
    kept,
  }
}

const parts = (text: string) => text.split(/[\s,;]+/).filter((part) => part !== '')
const orNull = (text: string) => (text.trim() === '' ? null : text.trim())

/** What the API is sent for the form of a tour; what could not be read is told by the pointer of its field. */
export function tourBody(draft: TourDraft): { body: NewTour; faults: FieldProblem[] } {
  const faults: FieldProblem[] = []
  const number = (pointer: string, text: string): number => {
    const n = Number(text)
    if (text.trim() === '' || !Number.isInteger(n) || n < 0) faults.push({ pointer, code: 'not_a_number', detail: '' })
    return n
  }
  const written = (pointer: string, text: string): string => {
    if (text.trim() === '') faults.push({ pointer, code: 'required', detail: '' })
    return text.trim()
  }
  const rule = ({ weekdays, startTimes, from, until, except }: RuleDraft, at: string): ScheduleRule => {
    const times = parts(startTimes).map((time) => (/^\d:/.test(time) ? `0${time}` : time))
    if (times.length === 0 || !times.every((time) => /^([01]\d|2[0-3]):[0-5]\d$/.test(time)))
      faults.push({ pointer: `${at}/startTimes`, code: 'not_a_time', detail: '' })
    if (weekdays.length === 0) faults.push({ pointer: `${at}/weekdays`, code: 'required', detail: '' })
    return {
      weekdays,
      startTimes: times,
      from: written(`${at}/from`, from),
      until: orNull(until),
      except: parts(except),
    }
  }
  const option = (one: OptionDraft, index: number): NewTourOption => {
    const at = `/options/${index}`
    return {
      ...one.kept,
      id: one.id,
      internalName: written(`${at}/internalName`, one.name),
      language: orNull(one.language),
      durationMinutes: number(`${at}/durationMinutes`, one.duration),
      meetingPoint: orNull(one.meetingPoint),
      capacity: one.capacity.trim() === '' ? null : number(`${at}/capacity`, one.capacity),
      cutoffMinutes: number(`${at}/cutoffMinutes`, one.cutoff),
      schedule: one.rules.map((each, place) => rule(each, `${at}/schedule/${place}`)),
    }
  }
  const { types, faults: typeFaults } = typeBodies(draft.ticketTypes, draft)
  const body: NewTour = {
    name: written('/name', draft.name),
    description: orNull(draft.description),
    city: orNull(draft.city),
    country: orNull(draft.country),
    timeZone: written('/timeZone', draft.timeZone),
    languages: parts(draft.languages),
    currency: draft.currency,
    horizonDays: number('/horizonDays', draft.horizonDays),
    waitlist: draft.waitlist,
    ticketTypes: types,
    options: draft.options.map(option),
  }
  return { body, faults: [...faults, ...typeFaults] }
}
