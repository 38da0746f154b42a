import type { PlanMap } from '../../../../contract/plan-map.ts'
import type { Item } from '../../../../contract/room.ts'
import type { Words } from './words-en.ts'

/** @returns how people call a place: section, row and number of a seat, the name of an area, or that it is free to choose. */
export const placeNamer = (words: Words, map: PlanMap | null): ((item: Pick<Item, 'seat' | 'area'>) => string) => {
  const seatAt = new Map(map?.seats.guid.map((guid, index) => [guid, index]))
  const areaNames = new Map(map?.areas.flatMap(({ id, name }) => (id === null ? [] : [[id, name] as const])))
  return ({ seat, area }) => {
    if (seat === null) return area === null ? words.anyPlace : (areaNames.get(area) ?? area)
    const index = seatAt.get(seat)
    return map === null || index === undefined ? seat : seatName(words, map, index)
  }
}

/** @returns section, row and number of a seat by its index. */
export const seatName = (words: Words, { seats, rows, sections }: PlanMap, index: number): string => {
  const row = rows[seats.row[index] ?? -1]
  const section = sections.length > 1 ? (sections[row?.section ?? -1] ?? '') : ''
  return words.place(section, row === undefined ? '' : rowName(words, row), seats.number[index] ?? '')
}

/** @returns what a row is called: "Row A", or what the plan calls it. */
export const rowName = (words: Words, { label, named }: PlanMap['rows'][number]): string =>
  named || label === '' ? label : words.choose.row(label)
