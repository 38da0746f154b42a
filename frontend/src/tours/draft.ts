import type { FieldProblem } from '../api/problem.ts'
import type { NewTour, NewTourOption, ScheduleRule, Tour } from '../api/tours.ts'
import { blankType, newId, type PoolDraft, type TypeDraft } from '../events/draft.ts'
import { poolBody, type Reading, typeBody } from '../events/draft-body.ts'
import { poolDraft, typeDraft } from '../events/stored-draft.ts'
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
  cancelBefore: string
  cancelUnit: CancelUnit
  minUnits: string
  maxUnits: string
  /** Other ones than those of the tour; null for the same. */
  ticketTypes: TypeDraft[] | null
  rules: RuleDraft[]
  /** What the form does not show, as it was. */
  kept: Pick<NewTourOption, 'reference' | 'default'>
}

export const CANCEL_UNITS = ['minute', 'hour', 'day'] as const
export type CancelUnit = (typeof CANCEL_UNITS)[number]

export interface TourDraft {
  name: string
  description: string
  city: string
  country: string
  timeZone: string
  languages: string
  currency: string
  horizonDays: string
  planId: string
  holdMinutes: string
  maxPerBuyer: string
  waitlist: boolean
  pools: PoolDraft[]
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
  cancelBefore: '0',
  cancelUnit: 'hour',
  minUnits: '',
  maxUnits: '',
  ticketTypes: null,
  rules: [blankRule(today)],
  kept: { reference: null, default: false },
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
  planId: '',
  holdMinutes: '10',
  maxPerBuyer: '',
  waitlist: false,
  pools: [],
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
  planId: tour.planId ?? '',
  holdMinutes: String(Math.round((tour.holdSeconds / 60) * 100) / 100),
  maxPerBuyer: tour.maxPerBuyer === null ? '' : String(tour.maxPerBuyer),
  waitlist: tour.waitlist,
  pools: tour.pools.map(poolDraft),
  ticketTypes: typeDrafts(tour, tour.ticketTypes),
  options: tour.options.map((option) => optionDraft(tour, option)),
})

const typeDrafts = ({ timeZone }: Tour, types: Tour['ticketTypes']): TypeDraft[] =>
  types.map((type) => typeDraft(type, (at) => (at === null ? '' : localMoment(at, timeZone))))

const optionDraft = (tour: Tour, option: Tour['options'][number]): OptionDraft => {
  const { id, internalName, language, durationMinutes, meetingPoint, capacity, cutoffMinutes, schedule } = option
  const { minUnits = 0, maxUnits = null } = option.restrictions ?? {}
  return {
    id,
    name: internalName,
    language: language ?? '',
    duration: String(durationMinutes),
    meetingPoint: meetingPoint ?? '',
    capacity: capacity === null ? '' : String(capacity),
    cutoff: String(cutoffMinutes),
    cancelBefore: String(option.cancellationCutoffAmount),
    cancelUnit: option.cancellationCutoffUnit,
    minUnits: minUnits === 0 ? '' : String(minUnits),
    maxUnits: maxUnits === null ? '' : String(maxUnits),
    ticketTypes: option.ticketTypes === null ? null : typeDrafts(tour, option.ticketTypes),
    rules: schedule.map((rule) => ({
      key: newId('s'),
      weekdays: rule.weekdays,
      startTimes: rule.startTimes.join(' '),
      from: rule.from,
      until: rule.until ?? '',
      except: rule.except.join(' '),
    })),
    kept: { reference: option.reference, default: option.default },
  }
}

/** A tour with other pools: what takes from one that is gone, takes from it no more. */
export function withPools<Part extends Partial<TourDraft>>(draft: TourDraft, part: Part): Part & Partial<TourDraft> {
  const { pools } = part
  if (pools === undefined) return part
  const left = new Set(pools.map(({ id }) => id))
  const kept = (type: TypeDraft) => ({ ...type, pools: type.pools.filter((id) => left.has(id)) })
  const options = draft.options.map((option) => ({ ...option, ticketTypes: option.ticketTypes?.map(kept) ?? null }))
  return { ...part, options }
}

const parts = (text: string) => text.split(/[\s,;]+/).filter((part) => part !== '')
const orNull = (text: string) => (text.trim() === '' ? null : text.trim())

/** What the API is sent for the form of a tour; what could not be read is told by the pointer of its field. */
export function tourBody(draft: TourDraft): { body: NewTour; faults: FieldProblem[] } {
  const faults: FieldProblem[] = []
  const reading: Reading = { faults, timeZone: draft.timeZone, currency: draft.currency }
  const orNone = (pointer: string, text: string) => (text.trim() === '' ? null : number(pointer, text))
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
      capacity: orNone(`${at}/capacity`, one.capacity),
      cutoffMinutes: number(`${at}/cutoffMinutes`, one.cutoff),
      cancellationCutoffAmount: number(`${at}/cancellationCutoffAmount`, one.cancelBefore),
      cancellationCutoffUnit: one.cancelUnit,
      restrictions: {
        minUnits: orNone(`${at}/restrictions/minUnits`, one.minUnits) ?? 0,
        maxUnits: orNone(`${at}/restrictions/maxUnits`, one.maxUnits),
      },
      ticketTypes: one.ticketTypes?.map((type, place) => typeBody(reading, type, `${at}/ticketTypes/${place}`)) ?? null,
      schedule: one.rules.map((each, place) => rule(each, `${at}/schedule/${place}`)),
    }
  }
  const holdMinutes = Number(draft.holdMinutes.replace(',', '.'))
  if (!(holdMinutes > 0)) faults.push({ pointer: '/holdSeconds', code: 'not_a_number', detail: '' })
  const body: NewTour = {
    name: written('/name', draft.name),
    description: orNull(draft.description),
    city: orNull(draft.city),
    country: orNull(draft.country),
    timeZone: written('/timeZone', draft.timeZone),
    languages: parts(draft.languages),
    currency: draft.currency,
    horizonDays: number('/horizonDays', draft.horizonDays),
    planId: orNull(draft.planId),
    holdSeconds: Math.round(holdMinutes * 60),
    maxPerBuyer: orNone('/maxPerBuyer', draft.maxPerBuyer),
    waitlist: draft.waitlist,
    pools: draft.pools.map((pool, index) => poolBody(reading, pool, `/pools/${index}`)),
    ticketTypes: draft.ticketTypes.map((type, index) => typeBody(reading, type, `/ticketTypes/${index}`)),
    options: draft.options.map(option),
  }
  return { body, faults }
}
