/** Outlines of a seat of radius 1, one for each category in turn, so that colour is never all that tells them apart. */
const OUTLINES = [
  'M1 0A1 1 0 1 1-1 0A1 1 0 1 1 1 0Z',
  'M-.85-.65Q-.85-.85-.65-.85H.65Q.85-.85.85-.65V.65Q.85.85.65.85H-.65Q-.85.85-.85.65Z',
  'M0-1.08L1.08 0L0 1.08L-1.08 0Z',
  'M-.55-.95H.55L1.1 0L.55.95H-.55L-1.1 0Z',
  'M0-1.05L1.1.85H-1.1Z',
  'M-1.1-.85H1.1L0 1.05Z',
]

/** @returns the outline of the seats of a category, by its index. */
export const outlineOf = (category: number): string => OUTLINES[Math.max(0, category) % OUTLINES.length] ?? ''

/** What is drawn on a seat, in the same measure. */
export const MARKS = {
  chosen: 'M-.5.02L-.14.4L.52-.36',
  taken: 'M-.4-.4L.4.4M.4-.4L-.4.4',
  // A wheelchair, as small as it can be told.
  accessible: 'M-.1-.5V.05H.3L.5.5M-.1-.2H.25M.2.25A.38.38 0 1 1-.25-.02',
  companion: 'M-.45 0H.45M0-.45V.45',
  // A star: kept for a code.
  kept: 'M0-.6L.15-.2.57-.18.24.08.35.48 0 .25-.35.48-.24.08-.57-.18-.15-.2Z',
} as const
