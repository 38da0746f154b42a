import type { Camera } from './camera.ts'
import { drawing, element } from './element.ts'
import { descriptionOf, type House, isFree } from './house.ts'
import { type Direction, nextSeat } from './seats.ts'

/** Radius in pixels from which a seat can be told from its neighbours. */
export const MEETABLE = 5
const RING = 1.5
const ZOOM_STEP = 1.6

const WAYS: Record<string, Direction> = { ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down' }

export interface Cursor {
  ring: SVGElement
  /** Says what is under it, to who sees it. */
  info: HTMLElement
  show(seat: number | null): void
}

/** The seat that keys go from: they move it from free seat to free seat, choose it, and zoom. */
export const cursorOf = (
  house: House,
  svg: SVGSVGElement,
  { camera, redraw, toggle }: { camera: Camera; redraw: () => void; toggle: (seat: number) => void },
): Cursor => {
  const { map } = house
  const ring = drawing('circle', { class: 'ring', r: map.radius * RING, visibility: 'hidden' })
  const info = element('p', { class: 'map-info', 'aria-hidden': 'true' })
  let active: number | null = null

  const show = (seat: number | null): void => {
    info.textContent = seat === null ? '' : descriptionOf(house, seat)
  }
  const move = (way: Direction): void => {
    const next = nextSeat(map.seats, (seat) => isFree(house, seat), active, way)
    if (next === null) return
    active = next
    const at = { x: map.seats.x[next] ?? 0, y: map.seats.y[next] ?? 0 }
    camera.reach(at, MEETABLE / map.radius)
    redraw()
    for (const [name, value] of [
      ['cx', at.x],
      ['cy', at.y],
      ['visibility', 'visible'],
    ] as const)
      ring.setAttribute(name, String(value))
    svg.setAttribute('aria-activedescendant', `seat-${next}`)
    show(next)
  }
  const press = (key: string): boolean => {
    const way = WAYS[key]
    if (way !== undefined) move(way)
    else if (key === '+' || key === '=') camera.zoom(ZOOM_STEP)
    else if (key === '-') camera.zoom(1 / ZOOM_STEP)
    else if (key === '0') camera.wholeHouse()
    else if ((key === ' ' || key === 'Enter') && active !== null) toggle(active)
    else return false
    return true
  }
  svg.addEventListener('keydown', (event) => {
    if (!event.ctrlKey && !event.metaKey && !event.altKey && press(event.key)) event.preventDefault()
  })
  svg.addEventListener('focus', () => {
    if (active === null && svg.matches(':focus-visible')) move('right')
  })
  svg.addEventListener('blur', () => ring.setAttribute('visibility', 'hidden'))
  return { ring, info, show }
}
