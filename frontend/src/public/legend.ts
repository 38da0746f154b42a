import { drawing, element } from './element.ts'
import { amountOf, type House, isFree } from './house.ts'
import { MARKS, outlineOf } from './shapes.ts'
import { counted } from './words.ts'

export interface Legend {
  node: HTMLElement
  refresh(): void
}

/** What the signs of the map mean: each category with its shape, colour, price and what is free of it. */
export const mapLegend = (house: House): Legend => {
  const { map, data } = house
  const { words } = data
  const free = map.categories.map(() => element('small'))
  const kinds = new Set(map.seats.kind)
  const signs: [keyof typeof MARKS, string][] = [
    ['chosen', words.chosen],
    ['taken', words.taken],
    ...(house.opened.size > 0 ? [['kept', words.kept] as [keyof typeof MARKS, string]] : []),
    ...(kinds.has(1) ? [['accessible', words.accessible] as [keyof typeof MARKS, string]] : []),
    ...(kinds.has(2) ? [['companion', words.companion] as [keyof typeof MARKS, string]] : []),
  ]
  const node = element(
    'ul',
    { class: 'legend', 'aria-label': words.legend },
    ...map.categories.flatMap(({ name, color }, category) => {
      const price = lowest(house, name)
      const used = map.seats.category.includes(category)
      return used && price !== null
        ? [
            element(
              'li',
              {},
              swatch(category, 'free', color),
              element('b', {}, name),
              `${amountOf(house, price)} `,
              free[category] ?? '',
            ),
          ]
        : []
    }),
    ...signs.map(([sign, text]) => element('li', {}, swatch(0, sign, 'gray', sign), text)),
  )
  const refresh = (): void => {
    const counts = map.categories.map(() => 0)
    for (const [seat, category] of map.seats.category.entries())
      if (isFree(house, seat)) counts[category] = (counts[category] ?? 0) + 1
    for (const [category, count] of counts.entries())
      free[category]?.replaceChildren(counted(data.language, words.freeShort, count))
  }
  refresh()
  return { node, refresh }
}

const lowest = ({ data }: House, category: string): number | null => {
  const types = data.ticketTypes.filter(({ categories }) => categories === null || categories.includes(category))
  return types.length === 0 ? null : Math.min(...types.map(({ price }) => price))
}

const swatch = (category: number, look: string, color: string, sign?: keyof typeof MARKS): SVGSVGElement =>
  drawing(
    'svg',
    { viewBox: '-1.3 -1.3 2.6 2.6', width: 20, height: 20, class: 'swatch', 'aria-hidden': 'true' },
    drawing(
      'g',
      { class: `seat ${look}` },
      drawing('path', { d: outlineOf(category), class: 'outline', fill: color }),
      ...(sign === undefined ? [] : [drawing('path', { d: MARKS[sign], class: `mark ${sign}` })]),
    ),
  )
