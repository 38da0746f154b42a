import type { Cost, Costs } from './cost.ts'
import { GOAL, LOGS_SAMPLED, OBJECT_GB, PRICES, QUEUE_OPERATIONS_PER_MESSAGE, SENTRY_TEAM } from './prices.ts'
import { figure, printTable } from './table.ts'

/** USD for one event, by what it is spent on. */
type Part = (cost: Cost) => number

const PARTS: Record<string, Part> = {
  'Worker requests': ({ requests, queueBatches, events }) =>
    ((requests + queueBatches) * PRICES.workerRequest) / events,
  'Worker CPU (upper bound)': ({ cpuMs, events }) => (cpuMs * PRICES.cpuMs) / events,
  'Queue operations': ({ queueUnits, events }) =>
    (queueUnits * QUEUE_OPERATIONS_PER_MESSAGE * PRICES.queueOperation) / events,
  'Rows written': ({ rowsWritten, events }) => (rowsWritten * PRICES.d1RowWritten) / events,
  'Rows read': ({ rowsRead, events }) => (rowsRead * PRICES.d1RowRead) / events,
  'R2 puts': ({ r2Puts, events }) => (r2Puts * PRICES.r2ClassA) / events,
  'R2 gets': ({ r2Gets, events }) => (r2Gets * PRICES.r2ClassB) / events,
  'R2 storage, a month': ({ r2Bytes, events }) => ((r2Bytes / 1e9) * PRICES.r2GbMonth) / events,
  'D1 storage, a month': ({ databaseGrowth, events }) => ((databaseGrowth / 1e9) * PRICES.d1GbMonth) / events,
  'Object requests': ({ objectRequests, events }) => (objectRequests * PRICES.objectRequest) / events,
  'Object duration': ({ objectMs, events }) => ((objectMs / 1000) * OBJECT_GB * PRICES.objectGbSecond) / events,
  Logs: ({ requests, queueBatches, events }) => ((requests + queueBatches) * LOGS_SAMPLED * PRICES.log) / events,
}

const COUNTED: [string, (cost: Cost) => number][] = [
  ['events in a batch', ({ events, queueBatches }) => events / queueBatches],
  ['rows written', ({ rowsWritten, events }) => (100 * rowsWritten) / events],
  ['rows read', ({ rowsRead, events }) => (100 * rowsRead) / events],
  ['R2 puts', ({ r2Puts, events }) => (100 * r2Puts) / events],
  ['R2 bytes', ({ r2Bytes, events }) => (100 * r2Bytes) / events],
  ['queue operations', ({ queueUnits, events }) => (100 * queueUnits * QUEUE_OPERATIONS_PER_MESSAGE) / events],
  ['object requests', ({ objectRequests, events }) => (100 * objectRequests) / events],
  ['object ms', ({ objectMs, events }) => (100 * objectMs) / events],
  ['CPU ms', ({ cpuMs, events }) => (100 * cpuMs) / events],
]

/** Prints what was counted for a hundred events, and what a million would cost. */
export function printCost(costs: Costs[]): void {
  const columns = costs.map(({ name, size }) => `${name} ${size} KB`)
  const values = (of: Part, times: number) => costs.map(({ cost }) => figure(of(cost) * times))
  console.log('Counted, per 100 events over 8 issues')
  printTable(
    ['', ...columns],
    COUNTED.map(([label, of]) => [label, ...values(of, 1)]),
  )
  console.log('\nUSD of list price per million errors, stored for a month and searchable')
  const total: Part = (cost) => Object.values(PARTS).reduce((sum, part) => sum + part(cost), 0)
  printTable(
    ['', ...columns],
    [
      ...Object.entries(PARTS).map(([label, part]) => [label, ...values(part, 1e6)]),
      ['total', ...values(total, 1e6)],
      ['goal', ...costs.map(() => figure(GOAL))],
      ['Sentry Team', ...costs.map(() => figure(SENTRY_TEAM))],
      ['times cheaper than Sentry Team', ...costs.map(({ cost }) => figure(SENTRY_TEAM / 1e6 / total(cost)))],
    ],
  )
}
