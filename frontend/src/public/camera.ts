import type { PlanMap } from '../../../contract/plan-map.ts'
import { fitted, moved, type Point, reaching, type View, zoomed } from './view.ts'

/** After so long without a move, what is to be seen is drawn anew. */
const SETTLED_MS = 120

/** What is seen of a map, and how that is moved. Points are those of the plan, where nothing else is said. */
export interface Camera {
  view(): View
  /** Of one unit of the plan on the screen. */
  pixels(): number
  /** @param at on the screen */
  toPlan(at: Point): Point
  zoom(factor: number, at?: Point): void
  /** By shares of what is seen. */
  pan(by: Point): void
  wholeHouse(): void
  /** Moves until a point is well inside, and a unit has as many pixels as this at least. */
  reach(at: Point, pixels: number): void
}

/** @returns the camera of an SVG. @param settled hears when it has come to rest */
export const cameraOf = (svg: SVGSVGElement, box: PlanMap['box'], settled: () => void): Camera => {
  let whole = fitted(box, 1.6)
  let view = whole
  let settling: ReturnType<typeof setTimeout> | undefined

  const pixels = (): number => svg.clientWidth / view.width
  const look = (next: View): void => {
    view = next
    svg.setAttribute('viewBox', `${view.x} ${view.y} ${view.width} ${view.height}`)
    clearTimeout(settling)
    settling = setTimeout(settled, SETTLED_MS)
  }
  const zoom = (factor: number, at = centre(view)): void => look(zoomed(view, factor, { at, whole }))

  new ResizeObserver(() => {
    const [at, width, wasWhole] = [centre(view), view.width, view === whole]
    whole = fitted(box, svg.clientWidth / Math.max(1, svg.clientHeight))
    const placed = { ...whole, x: at.x - whole.width / 2, y: at.y - whole.height / 2 }
    look(wasWhole ? whole : zoomed(placed, whole.width / width, { at, whole }))
    settled()
  }).observe(svg)

  return {
    view: () => view,
    pixels,
    toPlan({ x, y }) {
      const { left, top } = svg.getBoundingClientRect()
      return { x: view.x + (x - left) / pixels(), y: view.y + (y - top) / pixels() }
    },
    zoom,
    pan: (by) => look(moved(view, by, whole)),
    wholeHouse: () => look(whole),
    reach(at, least) {
      if (pixels() < least) zoom(least / pixels(), at)
      look(reaching(view, at, whole))
    },
  }
}

const centre = ({ x, y, width, height }: View): Point => ({ x: x + width / 2, y: y + height / 2 })
