/** How many holds a second are asked for, as what asks less often counts less; `at` in milliseconds since 1970. */
export interface Load {
  perSecond: number
  at: number
}

/** What was asked this long ago counts a third (1/e). */
const MEMORY_MS = 5000

/** @returns the load after some more holds were asked for. */
export const afterHolds = ({ perSecond, at }: Load, holds: number, now: number): Load => ({
  perSecond: perSecond * Math.exp(-Math.max(0, now - at) / MEMORY_MS) + (holds * 1000) / MEMORY_MS,
  at: now,
})

/** @returns whether so much is asked, or so many look, that people should queue. */
export const isHeavy = (
  { perSecond, sockets }: { perSecond: number; sockets: number },
  most: { holdsPerSecond: number; sockets: number },
): boolean => perSecond > most.holdsPerSecond || sockets > most.sockets
