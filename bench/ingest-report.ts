import type { Measured } from './ingest.ts'
import { type Figures, GOALS, PEERS } from './peers.ts'
import { figure, printTable } from './table.ts'

const ROWS: [string, keyof Measured][] = [
  ['accepted/s', 'acceptedPerSecond'],
  ['digested/s, first send to drained', 'digestedPerSecond'],
  ['accept p99 at full speed, ms', 'acceptP99AtMaximum'],
  ['half speed, events/s', 'halfRate'],
  ['accept p50 at half speed, ms', 'acceptP50AtHalf'],
  ['accept p95 at half speed, ms', 'acceptP95AtHalf'],
  ['accept p99 at half speed, ms', 'acceptP99AtHalf'],
  ['accept → visible p50 at half speed, ms', 'visibleP50'],
  ['accept → visible p95 at half speed, ms', 'visibleP95'],
  ['CPU s per 1,000 events', 'cpuSecondsPer1000'],
  ['peak memory (PSS), MB', 'memoryMb'],
  ['disk, bytes per event', 'diskPerEvent'],
  ['events at full speed', 'events'],
  ['lost', 'lost'],
  ['counted twice', 'double'],
  ['grouped wrongly', 'misgrouped'],
  ['payload unreadable', 'unreadable'],
  ['refused', 'refused'],
]

/** Of these, more is better; of the others, less. */
const MORE_IS_BETTER: (keyof Figures)[] = ['acceptedPerSecond', 'digestedPerSecond']

/** Prints what was measured, and how many times better it is than each peer. */
export function printIngest(results: Measured[]): void {
  printTable(
    ['', ...results.map(({ size }) => `${size} KB`)],
    ROWS.map(([label, key]) => [label, ...results.map((measured) => figure(measured[key]))]),
  )
  console.log(
    '\nDigested, of the goal:',
    results
      .map(({ size, digestedPerSecond }) => `${size} KB ${figure(digestedPerSecond / GOALS[size].digestedPerSecond)}×`)
      .join(', '),
  )
  for (const [name, peer] of Object.entries(PEERS)) {
    console.log(`\nTimes better than ${name}`)
    const keys = Object.keys(peer[8]) as (keyof Figures)[]
    printTable(
      ['', ...results.map(({ size }) => `${size} KB`)],
      keys.map((key) => [
        labelOf(key),
        ...results.map((measured) => `${figure(timesBetter(measured, peer[measured.size], key))}×`),
      ]),
    )
  }
}

const labelOf = (key: keyof Figures): string => ROWS.find(([, row]) => row === key)?.[0] ?? key

function timesBetter(ours: Figures, theirs: Figures, key: keyof Figures): number {
  const [a = Number.NaN, b = Number.NaN] = [ours[key], theirs[key]]
  return MORE_IS_BETTER.includes(key) ? a / b : b / a
}
