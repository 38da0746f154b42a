import type { Room } from '../../../../../domain/booking/room.ts'

const inOrder = (map: ReadonlyMap<string, unknown>) => [...map].sort(([a], [b]) => (a < b ? -1 : 1))

/** All that a room knows of its places, so that two can be compared. Not when it next looks at its clock: that may be too early. */
const told = ({ holds, waiting, blocks, taken, counts, open, released, waitlist, low, version, settings }: Room) => ({
  version,
  settings,
  low,
  holds: inOrder(holds),
  waiting: inOrder(waiting),
  blocks: inOrder(blocks),
  taken: inOrder(taken),
  open: [...open],
  released: [...released].sort(),
  counts: Object.fromEntries(
    Object.entries(counts).map(([name, value]) => [name, typeof value === 'number' ? value : inOrder(value)]),
  ),
  waitlist: {
    live: inOrder(waitlist.live),
    lines: inOrder(waitlist.lines),
    addresses: inOrder(waitlist.addresses),
    offers: inOrder(waitlist.offers),
    wanted: inOrder(waitlist.wanted),
    gathered: waitlist.gathered,
  },
})

/** What two images of one room differ in: nothing, or an eviction would change what is sold. */
export const differences = (one: Room, other: Room): string[] => {
  const [a, b] = [told(one), told(other)]
  const names = Object.keys(a) as (keyof typeof a)[]
  const first = ({ holds }: Room) =>
    Math.min(Number.POSITIVE_INFINITY, ...[...holds.values()].map((hold) => hold.expiresAt))
  return [
    ...names.flatMap((name) => {
      const [left, right] = [JSON.stringify(a[name]), JSON.stringify(b[name])]
      return left === right ? [] : [`${name}: ${left} and ${right}`]
    }),
    ...[one, other].flatMap((room) => (room.nextExpiry > first(room) ? ['a hold would end unheard'] : [])),
  ]
}
