import type { Standing } from '../../../contract/waiting-room.ts'
import { estimate, refreshAfter } from './estimate.ts'
import { admittedUntil, insideOf, type Line, present, turnOf, upto, waitingIn } from './line.ts'

/** @returns where the holder of a place stands at `now` (ms since 1970); null for one who has none. */
export const standingOf = (line: Line, place: number | null, now: number): Standing => {
  if (!line.active) return { ...NOWHERE, state: 'off' }
  const all = { ...NOWHERE, waiting: waitingIn(line), opensAt: line.opening === null ? line.rules.opensAt : null }
  if (place === null) return all
  if (line.opening === null)
    return { ...all, state: 'waiting', refreshSeconds: refreshAfter(null, { ...all, place, now }) }
  const turn = turnOf(line, place)
  const until = admittedUntil(line, turn)
  if (until === null) return waitingAt(line, { all, place, turn, now })
  if (until <= now) return { ...all, state: 'expired' }
  return { ...all, state: 'admitted', ahead: 0, estimatedSeconds: 0, admittedUntil: until }
}

const NOWHERE: Standing = {
  state: 'absent',
  ahead: null,
  waiting: 0,
  estimatedSeconds: null,
  opensAt: null,
  admittedUntil: null,
  refreshSeconds: 10,
}

const waitingAt = (
  line: Line,
  { all, place, turn, now }: { all: Standing; place: number; turn: number; now: number },
): Standing => {
  const ahead = present(line, upto(line), turn)
  const estimatedSeconds = estimate(line, { ahead, inside: insideOf(line, now), now })
  const refreshSeconds = refreshAfter(estimatedSeconds, { ...all, place, now })
  return { ...all, state: 'waiting', ahead, estimatedSeconds, refreshSeconds }
}
