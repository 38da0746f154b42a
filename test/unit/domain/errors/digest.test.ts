import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { Accepted, AcceptedMessage } from '../../../../contract/occurrences.ts'
import { type Batch, type DigestDeps, digest } from '../../../../domain/errors/digest.ts'
import { digestApart } from '../../../../domain/errors/digest-apart.ts'

const text = (value: unknown) => new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value))

function message(body: unknown, over: Partial<Accepted> = {}): AcceptedMessage {
  const meta: Accepted = {
    v: 1,
    project: '1',
    keyNumber: 1,
    kind: 'event',
    eventId: 'a'.repeat(32),
    receivedAt: Date.UTC(2026, 10, 21),
    encoding: 'identity',
    ...over,
  }
  return { meta, body: text(body) }
}

function world(over: Partial<DigestDeps> = {}) {
  const kept: Batch[] = []
  const deps: DigestDeps = {
    knownProjects: async (ids) => new Set([...ids].filter((id) => id === '1')),
    keyHolds: async (_project, key) => key === 'good',
    isStored: async () => false,
    body: async ({ body }) => body ?? null,
    gunzip: gunzipSync,
    compress: (occurrence) => text(occurrence),
    md5: (input) => createHash('md5').update(input).digest('hex'),
    keep: async (batch) => void kept.push(batch),
    keepFiles: async () => {},
    storesAnswer: async () => true,
    breathe: async () => {},
    ...over,
  }
  return { deps, kept }
}

const failure = { exception: { values: [{ type: 'TypeError', value: 'no row' }] } }

describe('digest', () => {
  it('keeps every event of a batch beside one that cannot be read', async () => {
    const { deps, kept } = world()
    const verdicts = await digest(deps, [
      message(failure),
      message('{"broken'),
      message(failure, { eventId: 'b'.repeat(32) }),
    ])
    expect(verdicts.map(({ fate }) => fate)).toEqual(['stored', 'poison', 'stored'])
    expect(kept[0]?.occurrences.map(({ id }) => id)).toEqual(['a'.repeat(32), 'b'.repeat(32)])
    expect(kept[0]?.groups).toHaveLength(1)
  })

  it('says why a message became a dead letter', async () => {
    const { deps } = world({ body: async () => null })
    expect(await digest(deps, [message(failure)])).toEqual([
      { fate: 'poison', reason: 'body_missing', detail: 'The kept body is gone' },
    ])
  })

  it('is content when a message comes again whose inbox object is gone because it was digested', async () => {
    const { deps } = world({ body: async () => null, isStored: async () => true })
    expect(await digest(deps, [message(failure)])).toEqual([{ fate: 'stored' }])
  })

  it('takes the first of two contents under one event id, and makes no group of the other', async () => {
    const { deps, kept } = world()
    const other = { exception: { values: [{ type: 'RangeError', value: 'another' }] } }
    const verdicts = await digest(deps, [message(failure), message(other)])
    expect(verdicts).toEqual([{ fate: 'stored' }, { fate: 'stored' }])
    expect(kept[0]?.occurrences.map(({ title }) => title)).toEqual(['TypeError: no row'])
    expect(kept[0]?.groups).toHaveLength(1)
  })

  it('turns a bug in a rule into one dead letter, not into a lost batch', async () => {
    const bug = () => {
      throw new RangeError('a rule broke')
    }
    const { deps } = world({ compress: bug })
    expect(await digest(deps, [message(failure)])).toEqual([
      { fate: 'poison', reason: 'digest_failed', detail: 'a rule broke' },
    ])
  })

  it('drops what belongs to no project, and what came with a key that does not hold', async () => {
    const { deps, kept } = world()
    const verdicts = await digest(deps, [
      message(failure, { project: '2' }),
      message(failure, { keyNumber: null, publicKey: 'bad' }),
      message(failure, { keyNumber: null, publicKey: 'good' }),
    ])
    expect(verdicts).toEqual([
      { fate: 'dropped', reason: 'unknown_project' },
      { fate: 'dropped', reason: 'invalid_key' },
      { fate: 'stored' },
    ])
    expect(kept[0]?.occurrences).toHaveLength(1)
  })

  it('reads only the range that is the event', async () => {
    const { deps, kept } = world()
    const head = '{"event_id":"x"}\n{"type":"event"}\n'
    const event = JSON.stringify(failure)
    const whole = message(`${head}${event}\n`, { range: { start: head.length, end: head.length + event.length } })
    expect(await digest(deps, [whole])).toEqual([{ fate: 'stored' }])
    expect(kept[0]?.occurrences[0]?.title).toBe('TypeError: no row')
  })

  it('loses nothing when the database does not answer: it throws, and the same batch works later', async () => {
    const { deps } = world({ keep: () => Promise.reject(new Error('D1 is away')) })
    await expect(digest(deps, [message(failure)])).rejects.toThrow('D1 is away')
    expect(await digest(world().deps, [message(failure)])).toEqual([{ fate: 'stored' }])
  })
})

describe('digestApart', () => {
  const messages = [...'abcdefg'].map((letter) => message(failure, { eventId: letter.repeat(32) }))
  const refusing = (bad: string) => async (batch: Batch) => {
    if (batch.occurrences.some(({ id }) => id === bad.repeat(32))) throw new Error('too strange')
  }

  it('finds the one message that fails and stores all others', async () => {
    const { deps } = world({ keep: refusing('e') })
    const fates = await digestApart(deps, messages)
    expect(fates.map(({ fate }) => fate)).toEqual([
      'stored',
      'stored',
      'stored',
      'stored',
      'failed',
      'stored',
      'stored',
    ])
  })

  it('blames nobody while the stores are away, and does not take the batch apart', async () => {
    let tries = 0
    const keep = async () => {
      tries += 1
      throw new Error('away')
    }
    const { deps } = world({ keep, storesAnswer: async () => false })
    expect(new Set((await digestApart(deps, messages)).map(({ fate }) => fate))).toEqual(new Set(['later']))
    expect(tries).toBe(1)
  })
})
