import type { LoggedEvent } from '../../contract/domain-events.ts'
import { canonicalJson } from '../canonical-json.ts'
import { isJsonObject } from '../json-object.ts'
import { MASK, masked, type PersonalShape } from './personal.ts'

/** A logged event with its JSON read. */
export interface OpenEvent extends Omit<LoggedEvent, 'data' | 'extensions'> {
  data: unknown
  extensions: unknown
}

/** What an event says of people: JSON pointers (RFC 6901) into its data, each with its value. */
export type PersonalPart = Readonly<Record<string, unknown>>

/** An event in two parts; together they are the event, and the public one stands for itself. */
export interface SplitEvent {
  event: OpenEvent
  personal: PersonalPart | null
}

/** @returns a row of the log with its JSON read. */
export const openEvent = ({ data, extensions, ...event }: LoggedEvent): OpenEvent => ({
  ...event,
  data: JSON.parse(data),
  extensions: extensions === null ? null : JSON.parse(extensions),
})

/** @returns the event as a row of the log keeps it. */
export const closedEvent = ({ data, extensions, ...event }: OpenEvent): LoggedEvent => ({
  ...event,
  data: JSON.stringify(data),
  extensions: extensions === null ? null : JSON.stringify(extensions),
})

/** Takes out of an event what its shape says is personal: members are gone, items of lists and data as a whole become null. */
export const splitEvent = (event: OpenEvent, shape: PersonalShape): SplitEvent => {
  const personal: Record<string, unknown> = Object.create(null)
  const data = withoutMasked({ value: event.data, mask: masked(event.data, shape, event.aggregate), at: '' }, personal)
  return { event: { ...event, data: data ?? null }, personal: Object.keys(personal).length > 0 ? personal : null }
}

/** @returns the event with its personal part put back, or what is left of it where that was erased. */
export const joinedEvent = ({ event, personal }: SplitEvent): OpenEvent => {
  let { data } = event
  for (const [pointer, value] of Object.entries(personal ?? {})) data = put(data, stepsOf(pointer), value)
  return { ...event, data }
}

/** @returns whether two events say the same, in whatever order their JSON has its members. */
export const sameEvent = (one: OpenEvent, other: OpenEvent): boolean => canonicalJson(one) === canonicalJson(other)

/**
 * @param person an id or an address; upper and lower case are the same
 * @returns whether an event is about someone: its subject, its actor, or any text in its data is that person
 */
export const concerns = ({ subject, actor, partitionKey, data }: OpenEvent, person: string): boolean => {
  const wanted = person.toLowerCase()
  return [subject, actor, partitionKey].some((one) => one?.toLowerCase() === wanted) || holds(data, wanted)
}

const holds = (value: unknown, wanted: string): boolean => {
  if (typeof value === 'string') return value.toLowerCase() === wanted
  if (Array.isArray(value)) return value.some((item) => holds(item, wanted))
  return isJsonObject(value) && Object.values(value).some((member) => holds(member, wanted))
}

interface Compared {
  value: unknown
  mask: unknown
  /** JSON pointer. */
  at: string
}

/** @returns what is left of a value; undefined where all of it is personal. */
const withoutMasked = ({ value, mask, at }: Compared, personal: Record<string, unknown>): unknown => {
  if (mask === MASK && value !== MASK) {
    personal[at] = value
    return undefined
  }
  if (Array.isArray(value) && Array.isArray(mask))
    return value.map(
      (item, index) => withoutMasked({ value: item, mask: mask[index], at: `${at}/${index}` }, personal) ?? null,
    )
  if (!isJsonObject(value) || !isJsonObject(mask)) return value
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, member]) => [
        name,
        withoutMasked({ value: member, mask: mask[name], at: `${at}/${stepOf(name)}` }, personal),
      ])
      .filter(([, left]) => left !== undefined),
  )
}

const put = (data: unknown, [step, ...rest]: string[], value: unknown): unknown => {
  if (step === undefined) return value
  if (Array.isArray(data)) return data.map((item, index) => (String(index) === step ? put(item, rest, value) : item))
  const members = isJsonObject(data) ? Object.entries(data) : []
  const before = members.find(([name]) => name === step)?.[1]
  // A name may be `__proto__`, which entries keep and assignments do not.
  return Object.fromEntries([...members.filter(([name]) => name !== step), [step, put(before, rest, value)]])
}

const stepOf = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1')

const stepsOf = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
