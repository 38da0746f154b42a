import { type NewHold, newHold } from '../../../../contract/holds.ts'

/** What a form sent: one value for a name, or several. */
export type Form = Record<string, string | File | (string | File)[]>

/** @returns the text of a field, trimmed; empty where it was not sent. */
export const textOf = (form: Form, name: string): string => {
  const value = form[name]
  const first = Array.isArray(value) ? value[0] : value
  return typeof first === 'string' ? first.trim() : ''
}

/** @returns all texts that were sent under a name: those of ticked boxes. */
export const textsOf = (form: Form, name: string): string[] =>
  [form[name] ?? []].flat().filter((value): value is string => typeof value === 'string' && value !== '')

/** @returns which places a form asks for; null where it asks for none, or for what cannot be. */
export const wishOf = (form: Form): NewHold | null => {
  const code = textOf(form, 'code')
  const replaces = textOf(form, 'replaces')
  const more = { ...(code === '' ? {} : { code }), ...(replaces === '' ? {} : { replaces }) }
  const read = newHold.safeParse({ ...wayOf(form), ...more })
  return read.success ? read.data : null
}

const wayOf = (form: Form): object => {
  switch (textOf(form, 'way')) {
    case 'best':
      return bestOf(form)
    case 'units':
      return { units: unitsOf(form) }
    default:
      return seatsOf(form)
  }
}

const bestOf = (form: Form): object => {
  const category = textOf(form, 'category')
  const accessible = Number(textOf(form, 'accessible'))
  return {
    bestAvailable: Number(textOf(form, 'number')),
    ...(category === '' ? {} : { category }),
    ...(accessible > 0 ? { accessible } : {}),
    ...(textOf(form, 'apart') === '' ? {} : { together: false }),
  }
}

const UNITS = 'units.'

const unitsOf = (form: Form): object[] => {
  const area = textOf(form, 'area')
  return Object.keys(form)
    .filter((name) => name.startsWith(UNITS))
    .map((name) => ({
      ticketTypeId: name.slice(UNITS.length),
      quantity: Number(textOf(form, name)),
      ...(area === '' ? {} : { area }),
    }))
    .filter(({ quantity }) => quantity > 0)
}

const seatsOf = (form: Form): object => {
  const ticketTypeId = textOf(form, 'ticketType')
  return { seats: textsOf(form, 'seat'), ...(ticketTypeId === '' ? {} : { ticketTypeId }) }
}
