import { type Camera, cameraOf } from './camera.ts'
import { drawing, element } from './element.ts'
import type { House } from './house.ts'
import { cursorOf, MEETABLE } from './map-cursor.ts'
import { hearGestures } from './map-gestures.ts'
import { painterOf } from './map-painter.ts'
import { seatAt } from './seats.ts'
import type { Point } from './view.ts'

/** So far from a seat, in pixels, a finger still means it; and so large it has to be for one. */
const REACH = 14
const MEETABLE_BY_FINGER = MEETABLE + 2
const STEP = 1.6
/** Of what is seen, what a press on an arrow moves. */
const PAN = 0.25

export interface SeatMap {
  node: HTMLElement
  /** Draws seats as they are now. */
  paint(seats: Iterable<number>): void
}

/** The map of a house: to look at, to move in by buttons, keys, mouse and fingers, and to choose seats on. */
export const seatMap = (house: House, toggle: (seat: number) => void): SeatMap => {
  const { words } = house.data
  const painter = painterOf(house)
  const svg = drawing('svg', {
    class: 'map',
    tabindex: 0,
    role: 'listbox',
    'aria-multiselectable': 'true',
    'aria-label': words.map,
    'aria-describedby': 'map-help',
  })
  const closer = element('p', { class: 'map-closer' }, words.closer)
  const redraw = (): void => {
    closer.hidden = painter.redraw(camera)
  }
  const camera = cameraOf(svg, house.map.box, redraw)
  const cursor = cursorOf(house, svg, { camera, redraw, toggle })
  svg.append(...painter.layers, cursor.ring)

  const meant = (at: Point, reach: number): number | null => {
    const seat = seatAt(house.map.seats, camera.toPlan(at), reach)
    return seat < 0 ? null : seat
  }
  svg.addEventListener('pointermove', ({ clientX: x, clientY: y }) => cursor.show(meant({ x, y }, house.map.radius)))
  hearGestures(svg, {
    drag: ({ x, y }) => camera.pan({ x: -x / svg.clientWidth, y: -y / svg.clientHeight }),
    zoom: (factor, at) => camera.zoom(factor, camera.toPlan(at)),
    press(at, touched) {
      const size = house.map.radius * camera.pixels()
      // What is too small to be met comes closer first.
      if (size < (touched ? MEETABLE_BY_FINGER : MEETABLE)) {
        camera.zoom(STEP * STEP, camera.toPlan(at))
        return
      }
      const seat = meant(at, Math.max(house.map.radius * 1.3, touched ? REACH / camera.pixels() : 0))
      if (seat !== null) toggle(seat)
      cursor.show(seat)
    },
  })
  const help = element('p', { id: 'map-help', class: 'hint' }, words.mapHelp)
  return {
    node: element('div', { class: 'map-frame' }, tools(words, camera), closer, svg, cursor.info, help),
    paint: painter.paint,
  }
}

/** Everything that a drag or a pinch does, as buttons. */
const tools = (words: House['data']['words'], camera: Camera): HTMLElement => {
  const button = (sign: string, label: string, click: () => void) =>
    element('button', { type: 'button', class: 'tool', 'aria-label': label, title: label, click }, sign)
  return element(
    'div',
    { class: 'tools', role: 'group', 'aria-label': words.map },
    button('+', words.zoomIn, () => camera.zoom(STEP)),
    button('−', words.zoomOut, () => camera.zoom(1 / STEP)),
    button('⤢', words.whole, () => camera.wholeHouse()),
    button('←', words.left, () => camera.pan({ x: -PAN, y: 0 })),
    button('↑', words.up, () => camera.pan({ x: 0, y: -PAN })),
    button('↓', words.down, () => camera.pan({ x: 0, y: PAN })),
    button('→', words.right, () => camera.pan({ x: PAN, y: 0 })),
  )
}
