import { describe, expect, it } from 'vitest'
import type { LogVerification } from '../../../contract/log-verification.ts'
import { told, verifyAll } from '../../../local/verify-log.ts'

const page = (change: Partial<LogVerification> = {}): LogVerification => ({
  ...{ ok: true, hours: 24, entries: 100, erased: 1, head: 'a'.repeat(64), sealedUntil: '2026-06-01T11:00:00.000Z' },
  ...{ firstBroken: null, next: null },
  ...change,
})
const fault = {
  ...{ reason: 'entry_changed' as const, position: 17, id: 'e17', line: 3 },
  ...{ hour: '2026-06-01T10:00:00.000Z', key: 'log/o/1-1.ndjson.gz' },
}
const wish = { url: 'https://signals.example/anything', key: 'sbx_1' }

const answering = (...pages: (LogVerification | Response)[]) => {
  const asked: string[] = []
  const ask = async (url: string | URL | Request, init?: RequestInit): Promise<Response> => {
    asked.push(`${url} ${new Headers(init?.headers).get('authorization')}`)
    const answer = pages[asked.length - 1]
    return answer instanceof Response ? answer : Response.json(answer)
  }
  return { ask, asked }
}

describe('verify-log', () => {
  it('goes through the whole log and adds up what it found', async () => {
    const { ask, asked } = answering(page({ next: 'c1' }), page({ next: 'c2' }), page({ hours: 2 }))
    expect(await verifyAll(wish, ask)).toMatchObject({ ok: true, value: { hours: 50, entries: 300, erased: 3 } })
    expect(asked).toEqual(
      ['', '?cursor=c1', '?cursor=c2'].map(
        (query) => `https://signals.example/api/v1/domain-events/verify${query} Bearer sbx_1`,
      ),
    )
  })

  it('stops at the first broken entry and names it', async () => {
    const { ask, asked } = answering(page({ next: 'c1' }), page({ ok: false, firstBroken: fault }), page())
    const found = await verifyAll(wish, ask)
    expect(asked).toHaveLength(2)
    expect(found.ok && told(found.value)).toEqual([
      'The log is broken: entry_changed at position 17, event e17, hour 2026-06-01T10:00:00.000Z, log/o/1-1.ndjson.gz, line 3.',
    ])
  })

  it('says that it is whole, and what to keep', () => {
    expect(told(page())).toEqual([
      'The log is whole: 100 events in 24 sealed hours, until 2026-06-01T11:00:00.000Z; 1 erased.',
      `Head of the chain: ${'a'.repeat(64)}`,
    ])
  })

  it('does not take a refusal for a whole log', async () => {
    const { ask } = answering(new Response('no', { status: 403 }))
    expect(await verifyAll(wish, ask)).toEqual({ ok: false, error: 'https://signals.example answered 403: no' })
  })
})
