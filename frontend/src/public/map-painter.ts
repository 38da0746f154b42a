import type { Camera } from './camera.ts'
import { drawing } from './element.ts'
import { descriptionOf, type House, isFree, lookOf } from './house.ts'
import {
  areaDrawing,
  numberDrawing,
  rowDrawing,
  seatDrawing,
  seatsByRow,
  seatsInView,
  sectionDrawing,
} from './map-drawing.ts'

/** As many seats are drawn one by one; where more are to be seen, their rows are lines until one comes closer. */
const MOST_SEATS = 2500
/** Radius in pixels from which a seat's number can be read. */
const READABLE = 9
const SECTION_PIXELS = 18

export interface Painter {
  /** In the order in which they lie upon each other. */
  layers: SVGElement[]
  /** Draws what is to be seen. @returns whether that is seats, and not their rows as lines */
  redraw(camera: Camera): boolean
  /** Draws seats as they are now, where they are to be seen. */
  paint(seats: Iterable<number>): void
}

/** Draws a house as far as it is to be seen. */
export const painterOf = (house: House): Painter => {
  const { map } = house
  const rows = seatsByRow(map)
  const areas = drawing('g', { class: 'areas', 'aria-hidden': 'true' }, ...map.areas.map(areaWithColor(house)))
  const places = drawing('g')
  const numbers = drawing('g', { class: 'numbers', 'aria-hidden': 'true' })
  const draw = (seat: number): SVGGElement =>
    seatDrawing(map, seat, { look: lookOf(house, seat), label: descriptionOf(house, seat) })
  const fromAfar = (pixels: number): SVGElement[] => [
    ...rows.map((row) =>
      rowDrawing(
        map,
        row,
        row.some((seat) => isFree(house, seat)),
      ),
    ),
    ...map.sections.map((_, section) => sectionDrawing(map, section, SECTION_PIXELS / pixels)),
  ]
  /** Where rows are lines, they are drawn for this. */
  let afar: Camera | null = null
  const redraw = (camera: Camera): boolean => {
    const seen = seatsInView(map, camera.view())
    const few = seen.length <= MOST_SEATS
    places.replaceChildren(...(few ? seen.map(draw) : fromAfar(camera.pixels())))
    const readable = few && map.radius * camera.pixels() >= READABLE
    const plain = readable ? seen.filter((seat) => isPlain(house, seat)) : []
    numbers.replaceChildren(...plain.map((seat) => numberDrawing(map, seat)))
    afar = few ? null : camera
    return few
  }
  return {
    layers: [areas, places, numbers],
    redraw,
    paint(seats) {
      if (afar !== null) redraw(afar)
      for (const seat of seats) document.getElementById(`seat-${seat}`)?.replaceWith(draw(seat))
    },
  }
}

const areaWithColor =
  ({ map }: House) =>
  (area: House['map']['areas'][number]): SVGGElement =>
    areaDrawing(area, area.color ?? map.categories[area.category]?.color ?? null)

// Where a sign is drawn, there is no place for a number.
const isPlain = (house: House, seat: number): boolean =>
  house.map.seats.kind[seat] === 0 && ['free', 'own'].includes(lookOf(house, seat))
