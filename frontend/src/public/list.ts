import { element } from './element.ts'
import { descriptionOf, type House, isFree, rowName } from './house.ts'
import { seatsByRow } from './map-drawing.ts'
import { counted } from './words.ts'

export interface SeatList {
  node: HTMLElement
  /** Shows what can be had now. */
  refresh(): void
}

/** Seats without the map: section, row, seat. Only what can be had now is in it, so nobody walks through what cannot. */
export const seatList = (house: House, toggle: (seat: number) => void): SeatList => {
  const { map, data } = house
  const { words, language } = data
  const rows = seatsByRow(map)
  const sectionSelect = element('select', { change: () => fillRows(), id: 'list-section' })
  const rowSelect = element('select', { change: () => fillSeats(), id: 'list-row' })
  const seats = element('div', { class: 'list-seats', role: 'group' })

  const freeIn = (row: number): number[] =>
    (rows[row] ?? []).filter((seat) => isFree(house, seat) || house.chosen.has(seat))
  const rowsOf = (section: number): number[] =>
    map.rows.flatMap((row, index) => (row.section === section && freeIn(index).length > 0 ? [index] : []))
  const short = (n: number): string => counted(language, words.freeShort, n)

  const fillSections = (): void => {
    const options = map.sections.flatMap((name, section) => {
      const free = rowsOf(section).reduce((sum, row) => sum + freeIn(row).length, 0)
      return free === 0 ? [] : [optionOf(section, `${name || words.section} · ${short(free)}`)]
    })
    refill(sectionSelect, options)
    fillRows()
  }
  const fillRows = (): void => {
    const options = rowsOf(Number(sectionSelect.value)).map((row) => {
      const of = map.rows[row]
      return optionOf(row, `${of === undefined ? '' : rowName(data, of)} · ${short(freeIn(row).length)}`)
    })
    refill(rowSelect, options)
    fillSeats()
  }
  const fillSeats = (): void => {
    const row = Number(rowSelect.value)
    const of = map.rows[row]
    const had = document.activeElement?.getAttribute('data-seat')
    seats.setAttribute('aria-label', of === undefined ? words.list : rowName(data, of))
    seats.replaceChildren(...(rowSelect.value === '' ? [words.noneFree] : freeIn(row).map(seatButton)))
    if (had !== undefined && had !== null) seats.querySelector<HTMLElement>(`[data-seat="${had}"]`)?.focus()
  }
  const seatButton = (seat: number): HTMLElement =>
    element(
      'button',
      {
        type: 'button',
        class: 'seat-button',
        'data-seat': seat,
        'aria-pressed': String(house.chosen.has(seat)),
        'aria-label': descriptionOf(house, seat),
        click: () => toggle(seat),
      },
      map.seats.number[seat] ?? '',
    )

  fillSections()
  const fields = element(
    'div',
    { class: 'pair' },
    element('label', map.sections.length < 2 ? { hidden: true } : {}, words.section, sectionSelect),
    element('label', {}, words.row, rowSelect),
  )
  const help = element('p', { class: 'hint' }, words.listHelp)
  return {
    node: element('details', { class: 'list' }, element('summary', {}, words.list), help, fields, seats),
    refresh: fillSections,
  }
}

const optionOf = (value: number, text: string): HTMLOptionElement => element('option', { value }, text)

/** Puts options in a select, which keeps its choice where that still is one. */
const refill = (select: HTMLSelectElement, options: HTMLOptionElement[]): void => {
  const had = select.value
  select.replaceChildren(...options)
  if (options.some(({ value }) => value === had)) select.value = had
}
