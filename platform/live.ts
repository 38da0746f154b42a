import type { LoggedEvent } from '../contract/domain-events.ts'

/**
 * Tells the browsers of each organisation what the log gained. The rows are in by then, so a hub that does not answer
 * costs nothing but the moment: browsers see the gap in positions and ask the log.
 */
export const announce = async (hubs: Env['LIVE_HUB'], events: LoggedEvent[]): Promise<void> => {
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
