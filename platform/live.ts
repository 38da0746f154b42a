import type { LoggedEvent } from '../contract/domain-events.ts'

/**
 * Tells what reads the log, and the browsers of each organisation, what it gained. The rows are in by then, so whoever
 * does not answer costs nothing but the moment: readers are woken again, and browsers ask the log.
 */
export const announce = async (env: Announced, events: LoggedEvent[]): Promise<void> => {
  await Promise.all([wakeReaders(env.DOMAIN_EVENTS, events), tellHubs(env.LIVE_HUB, events)])
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

const tellHubs = async (hubs: Env['LIVE_HUB'], events: LoggedEvent[]): Promise<void> => {
  const byOrganisation = Map.groupBy(events, ({ organisationId }) => organisationId)
  await Promise.all(
    [...byOrganisation].map(async ([organisation, theirs]) => {
      try {
        await hubs.get(hubs.idFromName(organisation)).publish({ events: theirs, issues: [] })
      } catch {
        console.warn(JSON.stringify({ level: 'warn', message: 'live hub did not answer', organisation }))
      }
    }),
  )
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
