import { element } from './element.ts'
import { amountOf, descriptionOf, type House, isFree, nameOf, priceOf, totalOf, typesFor } from './house.ts'
import { strandedBy } from './seats.ts'
import { counted, say } from './words.ts'

/** Why places were not held, and what one can do. */
export interface Complaint {
  title: string
  remedy: string
  link?: { to: string; text: string }
}

export interface Panel {
  node: HTMLElement
  refresh(): void
  complain(complaint: Complaint | null): void
  busy(is: boolean): void
}

interface Acts {
  remove(seat: number): void
  retype(seat: number, typeId: string): void
  hold(): void
}

/** What was chosen, with which tickets, for how much; and the button that holds it. */
export const choicePanel = (house: House, acts: Acts): Panel => {
  const { data } = house
  const { words, language } = data
  const list = element('ul', { class: 'chosen' })
  const warnings = element('div', { class: 'warnings', 'aria-live': 'polite' })
  const complaint = element('div', { role: 'alert' })
  const total = element('p', { class: 'total' })
  const hold = element('button', { type: 'button', class: 'button primary', click: () => acts.hold() }, words.hold)

  const refresh = (): void => {
    const chosen = [...house.chosen.keys()].sort((a, b) => a - b)
    list.replaceChildren(
      ...(chosen.length === 0 ? [element('li', { class: 'hint' }, words.none)] : chosen.map(chosenLine(house, acts))),
    )
    total.replaceChildren(words.total, ' ', element('b', {}, amountOf(house, totalOf(house))))
    const tooMany = data.maxPerBuyer !== null && chosen.length > data.maxPerBuyer
    const single = strandedBy(house.map.seats, (seat) => isFree(house, seat), new Set(chosen))
    warnings.replaceChildren(
      ...(tooMany ? [warning(counted(language, words.tooMany, data.maxPerBuyer ?? 0))] : []),
      ...(single.length === 0
        ? []
        : [warning(say(words.stranded, { places: single.map((seat) => nameOf(house, seat)).join('; ') }))]),
    )
    hold.disabled = chosen.length === 0 || tooMany
  }
  refresh()
  return {
    node: element(
      'section',
      { class: 'panel', 'aria-label': words.selection },
      element('h2', {}, words.selection),
      complaint,
      list,
      warnings,
      total,
      hold,
    ),
    refresh,
    complain(said) {
      complaint.replaceChildren(...(said === null ? [] : [complaintOf(said)]))
    },
    busy(is) {
      hold.disabled = is
      hold.textContent = is ? words.holding : words.hold
    },
  }
}

const chosenLine =
  (house: House, { remove, retype }: Acts) =>
  (seat: number): HTMLElement => {
    const { words } = house.data
    const name = nameOf(house, seat)
    const types = typesFor(house, seat)
    const chosen = house.chosen.get(seat)
    const select = element(
      'select',
      {
        'aria-label': say(words.ticket, { place: name }),
        change: ({ target }) => retype(seat, (target as HTMLSelectElement).value),
      },
      ...types.map(({ id, name: text, price }) =>
        element('option', { value: id, selected: id === chosen }, `${text} · ${amountOf(house, price)}`),
      ),
    )
    const cross = element(
      'button',
      { type: 'button', class: 'tool', 'aria-label': say(words.remove, { place: name }), click: () => remove(seat) },
      '×',
    )
    const ticket = types.length > 1 ? select : element('span', {}, priceOf(house, seat))
    return element('li', { title: descriptionOf(house, seat) }, element('b', {}, name), ticket, cross)
  }

const warning = (text: string): HTMLElement => element('p', { class: 'warning' }, text)

const complaintOf = ({ title, remedy, link }: Complaint): HTMLElement => {
  const more = link === undefined ? [] : [element('p', {}, element('a', { class: 'button', href: link.to }, link.text))]
  return element(
    'div',
    { class: 'notice bad' },
    element('p', { class: 'title' }, title),
    element('p', {}, remedy),
    ...more,
  )
}
