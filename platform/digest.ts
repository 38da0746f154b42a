import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { LIMITS } from '../contract/limits.ts'
import type { AcceptedMessage } from '../contract/occurrences.ts'
import type { Batch, DigestDeps, Verdict } from '../domain/errors/digest.ts'
import { buryMessage } from './db/dead-letters.ts'
import { isStored, keepAttachments, keepBatch, knownProjects, readTables } from './db/occurrences.ts'
import { recordOutcomes } from './db/outcomes.ts'
import { keyIsActive } from './db/project-keys.ts'
import { macKeys, readPublicKey } from './keys.ts'
import { wakeHub, wakeReaders } from './live.ts'
import { compressMember, putSegment, segmentName } from './segments.ts'

type Bindings = Pick<Env, 'DB' | 'BUCKET' | 'LIVE_HUB' | 'DOMAIN_EVENTS' | 'KEY_RING' | 'DSN_MAC_KEY'>

/** Longest time that telling the browsers may hold up a digest. */
const LIVE_MS = 1000

/**
 * What the digest needs, bound to this deployment. The queue consumer and the spool object both digest through it, so
 * an occurrence is understood and counted the same way wherever it waited.
 */
export function digestDeps(env: Bindings): DigestDeps {
  const { DB, BUCKET } = env
  return {
    knownProjects: (ids) => knownProjects(DB, ids),
    async keyHolds(project, publicKey) {
      const number = readPublicKey(await macKeys(env), project, publicKey)
      return number !== null && keyIsActive(DB, project, number)
    },
    isStored: (project, eventId) => isStored(DB, project, eventId),
    async storesAnswer() {
      const asked = [readTables(DB), BUCKET.head('segments/')]
      return (await Promise.allSettled(asked)).every(({ status }) => status === 'fulfilled')
    },
    async body({ body, inboxKey }) {
      if (body || !inboxKey) return body ?? null
      const object = await BUCKET.get(inboxKey)
      return object && new Uint8Array(await object.arrayBuffer())
    },
    gunzip: (bytes) => gunzipSync(bytes, { maxOutputLength: LIMITS.decompressedBytes }),
    compress: compressMember,
    md5: (text) => createHash('md5').update(text).digest('hex'),
    keep: (batch) => keep(env, batch),
    keepFiles: (messages) => keepAttachments(DB, messages),
    breathe: () => scheduler.wait(0),
  }
}

async function keep(
  { DB, BUCKET, LIVE_HUB, DOMAIN_EVENTS }: Pick<Bindings, 'DB' | 'BUCKET' | 'LIVE_HUB' | 'DOMAIN_EVENTS'>,
  batch: Batch,
): Promise<void> {
  const now = Date.now()
  const segment = segmentName(now, crypto.randomUUID())
  await putSegment(
    BUCKET,
    segment,
    batch.occurrences.map(({ member }) => member),
  )
  const kept = await keepBatch(DB, batch, { segment, now, newId: () => crypto.randomUUID().replaceAll('-', '') })
  if (kept.inserted === 0) await BUCKET.delete(segment)
  await wakeReaders(DOMAIN_EVENTS, kept.events)
  await Promise.all(
    [...Map.groupBy(kept.issues, ({ organisationId }) => organisationId)].map(([organisation, issues]) =>
      Promise.race([wakeHub(LIVE_HUB, organisation, issues), scheduler.wait(LIVE_MS)]),
    ),
  )
}

/** Says in the log that messages must wait, how many and why; nothing of what they hold. */
export function logWaiting(fates: { fate: string; detail?: string }[]): void {
  const waiting = fates.filter(({ fate }) => fate === 'later' || fate === 'failed')
  if (waiting.length === 0) return
  const detail = waiting[0]?.detail
  console.warn(JSON.stringify({ message: 'digest will be tried again', messages: waiting.length, detail }))
}

/**
 * Finishes what the digest decided about a message: removes its inbox object, counts what was dropped, keeps what cannot
 * be digested as a dead letter. Repeating it keeps nothing twice, but counts again.
 */
export async function settle(
  { DB, BUCKET }: Pick<Bindings, 'DB' | 'BUCKET'>,
  message: AcceptedMessage,
  verdict: Verdict,
) {
  const { project, eventId, receivedAt } = message.meta
  if (verdict.fate !== 'stored') {
    const outcome = { category: 'error', reason: verdict.reason, quantity: 1 }
    await recordOutcomes(DB, Number(project), [outcome], Date.now())
  }
  if (verdict.fate === 'poison') {
    await buryMessage({ db: DB, bucket: BUCKET }, message, {
      id: `${project}-${eventId}-${receivedAt}`,
      source: 'occurrences',
      reason: verdict.reason,
      detail: verdict.detail,
      now: Date.now(),
    })
  }
  if (message.inboxKey) await BUCKET.delete(message.inboxKey)
}
