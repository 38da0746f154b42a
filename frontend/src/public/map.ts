import { drawing, element } from './element.ts'
import { descriptionOf, type House, isFree, lookOf } from './house.ts'
import { areaDrawing, numberDrawing, rowDrawing, seatDrawing, seatsByRow, seatsInView } from './map-drawing.ts'
import { hearGestures } from './map-gestures.ts'
import { type Direction, nextSeat, seatAt } from './seats.ts'
import { fitted, moved, type Point, reaching, type View, zoomed } from './view.ts'

/** As many seats are drawn one by one; where more are to be seen, their rows are lines until one comes closer. */
const MOST_SEATS = 2500
/** Radius in pixels from which a seat's number can be read, and from which it can be met. */
const READABLE = 9
const MEETABLE = 5
const REACH = 14
const STEP = 1.6
const SETTLED_MS = 120

const KEYS: Record<string, Direction> = { ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down' }

export interface SeatMap {
  node: HTMLElement
  /** Draws seats as they are now. */
  paint(seats: Iterable<number>): void
  /** Brings what has changed for rows drawn as lines up to date. */
  paintAll(): void
}

/** The map of a house: to look at, to move in by buttons, keys, mouse and fingers, and to choose seats on. */
export const seatMap = (house: House, toggle: (seat: number) => void): SeatMap => {
  const { map, data } = house
  const { words } = data
  const rows = seatsByRow(map)
  const places = drawing('g')
  const numbers = drawing('g', { class: 'numbers', 'aria-hidden': 'true' })
  const ring = drawing('circle', { class: 'ring', r: map.radius * 1.5, visibility: 'hidden' })
  const areas = drawing('g', { class: 'areas', 'aria-hidden': 'true' }, ...map.areas.map(areaWithColor(house)))
  const svg = drawing(
    'svg',
    {
      class: 'map',
      tabindex: 0,
      role: 'listbox',
      'aria-multiselectable': 'true',
      'aria-label': words.map,
      'aria-describedby': 'map-help',
    },
    areas,
    places,
    numbers,
    ring,
  )
  const info = element('p', { class: 'map-info', 'aria-hidden': 'true' })
  const closer = element('p', { class: 'map-closer' }, words.closer)
  let whole = fitted(map.box, 1.6)
  let view = whole
  let active: number | null = null
  let settling: ReturnType<typeof setTimeout> | undefined

  const pixels = (): number => svg.clientWidth / view.width
  const toPlan = ({ x, y }: Point): Point => {
    const { left, top } = svg.getBoundingClientRect()
    return { x: view.x + (x - left) / pixels(), y: view.y + (y - top) / pixels() }
  }
  const draw = (seat: number) =>
    seatDrawing(map, seat, { look: lookOf(house, seat), label: descriptionOf(house, seat) })

  const redraw = (): void => {
    const seen = seatsInView(map, view)
    const few = seen.length <= MOST_SEATS
    closer.hidden = few
    places.replaceChildren(
      ...(few
        ? seen.map(draw)
        : rows.map((row) =>
            rowDrawing(
              map,
              row,
              row.some((seat) => isFree(house, seat)),
            ),
          )),
    )
    const readable = few && map.radius * pixels() >= READABLE
    numbers.replaceChildren(
      ...(readable ? seen.filter((seat) => isPlain(house, seat)).map((seat) => numberDrawing(map, seat)) : []),
    )
  }
  const look = (next: View): void => {
    view = next
    svg.setAttribute('viewBox', `${view.x} ${view.y} ${view.width} ${view.height}`)
    clearTimeout(settling)
    settling = setTimeout(redraw, SETTLED_MS)
  }
  const zoom = (factor: number, at: Point = centre(view)): void => look(zoomed(view, factor, { at, whole }))
  const pan = (x: number, y: number): void => look(moved(view, { x, y }, whole))

  const activate = (seat: number): void => {
    active = seat
    const at = { x: map.seats.x[seat] ?? 0, y: map.seats.y[seat] ?? 0 }
    // From far away a seat is too small to be told from its neighbours.
    if (map.radius * pixels() < MEETABLE) look(zoomed(view, MEETABLE / (map.radius * pixels()), { at, whole }))
    look(reaching(view, at, whole))
    redraw()
    ring.setAttribute('cx', String(at.x))
    ring.setAttribute('cy', String(at.y))
    ring.setAttribute('visibility', 'visible')
    svg.setAttribute('aria-activedescendant', `seat-${seat}`)
    info.textContent = descriptionOf(house, seat)
  }
  const key = (event: KeyboardEvent): void => {
    const way = KEYS[event.key]
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (way !== undefined) {
      const next = nextSeat(map.seats, (seat) => isFree(house, seat), active, way)
      if (next !== null) activate(next)
    } else if (event.key === '+' || event.key === '=') zoom(STEP)
    else if (event.key === '-') zoom(1 / STEP)
    else if (event.key === '0') look(whole)
    else if ((event.key === ' ' || event.key === 'Enter') && active !== null) toggle(active)
    else return
    event.preventDefault()
  }
  svg.addEventListener('keydown', key)
  svg.addEventListener('focus', () => {
    if (active === null && svg.matches(':focus-visible')) {
      const first = nextSeat(map.seats, (seat) => isFree(house, seat), null, 'right')
      if (first !== null) activate(first)
    }
  })
  svg.addEventListener('blur', () => ring.setAttribute('visibility', 'hidden'))
  svg.addEventListener('pointermove', ({ clientX, clientY }) => {
    const seat = seatAt(map.seats, toPlan({ x: clientX, y: clientY }), map.radius * 1.2)
    info.textContent = seat < 0 ? '' : descriptionOf(house, seat)
  })
  hearGestures(svg, {
    drag: ({ x, y }) => pan(-x / svg.clientWidth, -y / svg.clientHeight),
    zoom: (factor, at) => zoom(factor, toPlan(at)),
    press(at, touched) {
      const point = toPlan(at)
      // A finger meets a seat of a certain size; below it comes closer first.
      if (map.radius * pixels() < (touched ? MEETABLE + 2 : MEETABLE)) return zoom(STEP * STEP, point)
      const seat = seatAt(map.seats, point, Math.max(map.radius * 1.3, (touched ? REACH : 0) / pixels()))
      if (seat < 0) return
      active = seat
      toggle(seat)
      info.textContent = descriptionOf(house, seat)
    },
  })
  new ResizeObserver(() => {
    const wasWhole = view === whole
    whole = fitted(map.box, svg.clientWidth / Math.max(1, svg.clientHeight))
    look(
      wasWhole
        ? whole
        : zoomed({ ...whole, ...centred(view, whole) }, whole.width / view.width, { at: centre(view), whole }),
    )
    redraw()
  }).observe(svg)

  const button = (sign: string, label: string, act: () => void) =>
    element('button', { type: 'button', class: 'tool', 'aria-label': label, title: label, click: act }, sign)
  const tools = element(
    'div',
    { class: 'tools', role: 'group', 'aria-label': words.map },
    button('+', words.zoomIn, () => zoom(STEP)),
    button('−', words.zoomOut, () => zoom(1 / STEP)),
    button('⤢', words.whole, () => look(whole)),
    button('←', words.left, () => pan(-0.25, 0)),
    button('↑', words.up, () => pan(0, -0.25)),
    button('↓', words.down, () => pan(0, 0.25)),
    button('→', words.right, () => pan(0.25, 0)),
  )
  const help = element('p', { id: 'map-help', class: 'hint' }, words.mapHelp)
  return {
    node: element('div', { class: 'map-frame' }, tools, closer, svg, info, help),
    paint(seats) {
      for (const seat of seats) {
        document.getElementById(`seat-${seat}`)?.replaceWith(draw(seat))
      }
    },
    paintAll: redraw,
  }
}

const areaWithColor =
  ({ map }: House) =>
  (area: House['map']['areas'][number]) =>
    areaDrawing(area, area.color ?? map.categories[area.category]?.color ?? null)

const centre = ({ x, y, width, height }: View): Point => ({ x: x + width / 2, y: y + height / 2 })

const centred = (view: View, { width, height }: View): Point => {
  const { x, y } = centre(view)
  return { x: x - width / 2, y: y - height / 2 }
}

// Where a sign is drawn, there is no place for a number.
const isPlain = (house: House, seat: number): boolean =>
  house.map.seats.kind[seat] === 0 && ['free', 'own'].includes(lookOf(house, seat))
