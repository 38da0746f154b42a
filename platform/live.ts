import type { LoggedEvent } from '../contract/domain-events.ts'
import type { IssueActivity } from './db/occurrences.ts'

/**
 * Tells what reads the log, and the browsers of each organisation, what it gained. The rows are in by then, so whoever
 * does not answer costs nothing but the moment: readers are woken again, and browsers ask the log.
 */
export const announce = async (env: Announced, events: LoggedEvent[]): Promise<void> => {
  await Promise.all([wakeReaders(env.DOMAIN_EVENTS, events), wakeHubs(env.LIVE_HUB, events)])
}

type Announced = Pick<Env, 'LIVE_HUB' | 'DOMAIN_EVENTS'>

/** Wakes what reads the log; a wake-up call that is lost is made up for by the next, or by the sweeper. */
export const wakeReaders = async (queue: Env['DOMAIN_EVENTS'], events: LoggedEvent[]): Promise<void> => {
  const head = events.at(-1)?.position
  if (head === undefined) return
  try {
    await queue.send({ head })
  } catch {
    console.warn(JSON.stringify({ level: 'warn', message: 'readers were not woken', head }))
  }
}

/** Wakes the live feed of each organisation that events belong to. */
const wakeHubs = async (hubs: Env['LIVE_HUB'], events: LoggedEvent[]): Promise<void> => {
  const organisations = new Set(events.map(({ organisationId }) => organisationId))
  await Promise.all([...organisations].map((organisation) => wakeHub(hubs, organisation)))
}

/**
 * Tells the live feed of an organisation that the log has more, and that issues have other counters. It reads the log
 * by itself, so a call that is lost only delays what the next one brings; counters that are lost, the lists have.
 * @returns whether it answered
 */
export const wakeHub = async (
  hubs: Env['LIVE_HUB'],
  organisation: string,
  issues: IssueActivity[] = [],
): Promise<boolean> => {
  try {
    await hubs.get(hubs.idFromName(organisation)).wake(issues)
    return true
  } catch {
    console.warn(JSON.stringify({ level: 'warn', message: 'live hub did not answer', organisation }))
    return false
  }
}

/** Whose sockets: of one sign-in, all of one caller (a person, or an API key), or every one. */
export type Listener = { session: string } | { user: string } | 'everyone'

/**
 * Closes the live sockets of sign-ins that ended, or of someone who may listen no more, with code 4401. The rows are
 * in by then, so a hub that does not answer only closes them later, when it next asks who may still listen.
 */
export const disconnect = async (
  hubs: Env['LIVE_HUB'],
  organisation: string,
  ...listeners: Listener[]
): Promise<void> => {
  try {
    await hubs.get(hubs.idFromName(organisation)).disconnect(listeners)
  } catch {
    console.warn(JSON.stringify({ level: 'warn', message: 'live hub did not answer', organisation }))
  }
}
