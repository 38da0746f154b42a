/** A part of the plane, as an SVG's viewBox says it. */
export interface View {
  x: number
  y: number
  width: number
  height: number
}

export interface Point {
  x: number
  y: number
}

/** How far one can zoom in: the least that is seen of the plan's width or height. */
const CLOSEST = 40

/** @returns the smallest view of a shape (width by height) that shows all of a box, with the box in its middle. */
export const fitted = (box: View, aspect: number): View => {
  const wide = box.width / box.height > aspect
  const width = wide ? box.width : box.height * aspect
  const height = wide ? box.width / aspect : box.height
  return { x: box.x - (width - box.width) / 2, y: box.y - (height - box.height) / 2, width, height }
}

/** @returns the view nearer (`factor` above 1) or further away, with a point of the plan staying where it is. */
export const zoomed = (view: View, factor: number, { at, whole }: { at: Point; whole: View }): View => {
  const width = Math.min(whole.width, Math.max(Math.min(CLOSEST, whole.width), view.width / factor))
  const scale = width / view.width
  const moved = {
    x: at.x - (at.x - view.x) * scale,
    y: at.y - (at.y - view.y) * scale,
    width,
    height: view.height * scale,
  }
  return within(moved, whole)
}

/** @returns the view moved by shares of its own size, as far as there is something to see. */
export const moved = (view: View, by: Point, whole: View): View =>
  within({ ...view, x: view.x + by.x * view.width, y: view.y + by.y * view.height }, whole)

/** @returns the view moved just so far that a point is well inside of it. */
export const reaching = (view: View, { x, y }: Point, whole: View): View => {
  const margin = { x: view.width * 0.1, y: view.height * 0.1 }
  const shift = (at: number, from: number, size: number, edge: number): number =>
    at < from + edge ? at - from - edge : at > from + size - edge ? at - from - size + edge : 0
  const dx = shift(x, view.x, view.width, margin.x)
  const dy = shift(y, view.y, view.height, margin.y)
  return dx === 0 && dy === 0 ? view : within({ ...view, x: view.x + dx, y: view.y + dy }, whole)
}

export const shows = ({ x, y, width, height }: View, point: Point, margin = 0): boolean =>
  point.x >= x - margin && point.x <= x + width + margin && point.y >= y - margin && point.y <= y + height + margin

const within = (view: View, whole: View): View => ({
  ...view,
  x: Math.min(Math.max(view.x, whole.x), whole.x + whole.width - view.width),
  y: Math.min(Math.max(view.y, whole.y), whole.y + whole.height - view.height),
})
