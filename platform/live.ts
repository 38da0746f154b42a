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
