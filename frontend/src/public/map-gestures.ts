import type { Point } from './view.ts'

/** What fingers and mice ask of a map. Points are those of the screen. */
export interface Gestures {
  /** A click or tap that was no drag. */
  press(at: Point, touched: boolean): void
  /** Moved by so many pixels. */
  drag(by: Point): void
  zoom(factor: number, at: Point): void
}

/** Below this many pixels a drag is a shaky press. */
const SHAKY = 6

/** Hears presses, drags with one finger, pinches with two, and the wheel with Ctrl (which is what a touchpad's pinch is). */
export const hearGestures = (node: SVGSVGElement, { press, drag, zoom }: Gestures): void => {
  const down = new Map<number, Point>()
  let travelled = 0

  node.addEventListener('pointerdown', (event) => {
    if (down.size === 0) travelled = 0
    down.set(event.pointerId, { x: event.clientX, y: event.clientY })
  })
  node.addEventListener('pointermove', (event) => {
    const before = down.get(event.pointerId)
    if (before === undefined) return
    const after = { x: event.clientX, y: event.clientY }
    const other = [...down].find(([id]) => id !== event.pointerId)?.[1]
    down.set(event.pointerId, after)
    travelled += distance(before, after)
    if (travelled < SHAKY) return
    // Only now: a captured pointer never clicks what lies below.
    node.setPointerCapture(event.pointerId)
    if (other === undefined) drag({ x: after.x - before.x, y: after.y - before.y })
    else zoom(distance(after, other) / Math.max(1, distance(before, other)), middle(after, other))
  })
  const lift = (event: PointerEvent): void => {
    const pressed = down.delete(event.pointerId) && down.size === 0 && travelled < SHAKY
    if (pressed && event.type === 'pointerup' && event.button === 0)
      press({ x: event.clientX, y: event.clientY }, event.pointerType === 'touch')
  }
  node.addEventListener('pointerup', lift)
  node.addEventListener('pointercancel', lift)
  node.addEventListener(
    'wheel',
    (event) => {
      if (!event.ctrlKey) return
      event.preventDefault()
      zoom(Math.exp(-event.deltaY / 200), { x: event.clientX, y: event.clientY })
    },
    { passive: false },
  )
}

const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y)
const middle = (a: Point, b: Point): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 })
