import { env } from 'cloudflare:workers'
import { afterAll, expect } from 'vitest'
import { entryOf } from '../../contract/domain-events.ts'

// At the end of every file of tests: what it made the code log has to be as the catalogue describes it. Rows that a test
// put there by hand have no sequence.
afterAll(async () => {
  const { results } = await (env as Env).DB.prepare(
    'SELECT type, data FROM domain_events WHERE source IS NULL AND sequence IS NOT NULL',
  ).all<{ type: string; data: string }>()
  expect(results.flatMap(faults)).toEqual([])
})

function faults({ type, data }: { type: string; data: string }): string[] {
  const entry = entryOf(type)
  if (entry === undefined) return [`${type} is not in the catalogue`]
  const read = entry.data.safeParse(JSON.parse(data))
  return read.success ? [] : [`${type} ${data}: ${read.error.message}`]
}
