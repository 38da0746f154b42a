import { behindOf } from './db/readers.ts'

/** Lanes are readers of these names, in objects of the Kafka bridge. */
export const LANES = 'kafka:'

/**
 * Wakes the lanes of the Kafka bridge, if one is behind the log. A lane has a row once the bridge has been deployed, so
 * where there is no bridge nothing is sent.
 * @param now milliseconds since 1970
 */
export const wakeLanes = async (db: D1Database, queue: Env['KAFKA_OUT'], now: number): Promise<void> => {
  if (queue === undefined) return
  const head = await behindOf(db, LANES, now)
  if (head !== null) await queue.send({ head })
}
