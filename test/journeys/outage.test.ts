import { afterEach, describe, expect, it, vi } from 'vitest'
import { issuesOf, issueWith, newTeam, occurrencesOf, parts, until } from './client.ts'
import { envelopeOf, envelopePath, postEnvelope, runNode, smallEvent } from './sdk.ts'
import { type OpenSignalbox, startDeployed } from './server.ts'

let signalbox: OpenSignalbox | undefined
afterEach(() => signalbox?.stop())

// Every batch that Miniflare's queue delivers leaves a line: how many were acknowledged, of how many.
const console = vi.spyOn(globalThis.console, 'log')
const hasFailed = {
  spool: async () => ((await signalbox?.askSpool('SELECT id FROM messages WHERE due > 0')) ?? []).length > 0,
  queue: async () => console.mock.calls.some((line) => /QUEUE signalbox-occurrences .*\b0\/\d/.test(line.join(' '))),
}

describe.each(['spool', 'queue'] as const)('without a database, the %s', (store) => {
  it('takes every error, and all arrive once the database is back', async () => {
    signalbox = await startDeployed({ store })
    // Of a project this new, ingest knows nothing by heart yet.
    const team = await newTeam(signalbox.origin)
    const back = await takeDatabaseAway(signalbox.env.DB)

    const events = Array.from({ length: 30 }, () => smallEvent('Outage'))
    const answers = await Promise.all(events.map((event) => postEnvelope(team, envelopeOf(event))))
    expect(answers.map(({ status }) => status)).toEqual(events.map(() => 200))
    const late = smallEvent('Outage')
    const bySatellite = await signalbox.toSatellite(envelopePath(parts(team)), {
      method: 'POST',
      body: envelopeOf(late),
    })
    expect([bySatellite.status, await bySatellite.text()]).toEqual([200, JSON.stringify({ id: late.event_id })])
    const { exception: bySdk } = JSON.parse(await runNode('chained-error.mjs', team))
    // Not before the digest has tried and failed.
    await until('a digest that failed', hasFailed[store])
    await back()

    const { id } = await issueWith(team, 31)
    const ids = (await occurrencesOf(team, id)).map((occurrence) => occurrence.id)
    expect(ids.toSorted()).toEqual([...events, late].map(({ event_id }) => event_id).toSorted())
    const fromSdk = await until('the error of the SDK', async () => {
      const issue = (await issuesOf(team)).find(({ title }) => title.startsWith('TypeError'))
      return issue && occurrencesOf(team, issue.id)
    })
    expect(fromSdk.map((occurrence) => occurrence.id)).toEqual([bySdk])
  })
})

/** Renames every table, so that every statement fails as it does where D1 is away. @returns what brings them back */
async function takeDatabaseAway(db: D1Database): Promise<() => Promise<void>> {
  const { results } = await db
    .prepare(
      `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB 'sqlite_*' AND name NOT GLOB '_cf_*'`,
    )
    .all<{ name: string }>()
  const rename = (from: string, to: string) => db.prepare(`ALTER TABLE "${from}" RENAME TO "${to}"`)
  await db.batch(results.map(({ name }) => rename(name, `away_${name}`)))
  return async () => {
    await db.batch(results.map(({ name }) => rename(`away_${name}`, name)))
  }
}
