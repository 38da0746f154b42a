import type { Accepted, AcceptedMessage } from '../contract/occurrences.ts'
import { sendOccurrences } from './queues.ts'

/** A message takes its way within seconds; what lies here longer than this lost its message. */
const FORGOTTEN_AFTER_MS = 10 * 60_000
const SWEEP_OBJECTS = 100

type SweepBindings = Pick<IngestEnv, 'BUCKET' | 'OCCURRENCES' | 'SPOOL' | 'OCCURRENCE_STORE'>

/**
 * Puts a message aside in R2, bytes and notes, so that the object alone is enough to digest it.
 * @returns the message as it can be sent on: its notes and where the bytes lie
 */
export async function keepInInbox(bucket: R2Bucket, message: AcceptedMessage): Promise<AcceptedMessage> {
  const { meta, body } = message
  const inboxKey = `inbox/${hourPath(meta.receivedAt)}/${crypto.randomUUID()}`
  await bucket.put(inboxKey, body ?? new Uint8Array(0), { customMetadata: { meta: asciiJson(meta) } })
  return { meta, inboxKey }
}

/**
 * Sends again what was put aside more than ten minutes ago and is still there: its message never left, or was lost. The
 * digest counts by event id, so one too many does no harm.
 * @param now milliseconds since 1970
 * @returns how many were sent
 */
export async function resendForgotten(env: SweepBindings, now: number): Promise<number> {
  const { objects } = await env.BUCKET.list({ prefix: 'inbox/', limit: SWEEP_OBJECTS, include: ['customMetadata'] })
  const forgotten = objects.filter(({ uploaded }) => uploaded.getTime() < now - FORGOTTEN_AFTER_MS).flatMap(asMessage)
  if (forgotten.length === 0) return 0
  for (const message of forgotten) await touch(env.BUCKET, message)
  if (env.OCCURRENCE_STORE === 'queue') await sendOccurrences(env.OCCURRENCES, forgotten)
  else await env.SPOOL.get(env.SPOOL.idFromName('spool')).keep(forgotten)
  return forgotten.length
}

/** Written anew, the object is young again: it is not sent once more while this message is on its way. */
async function touch(bucket: R2Bucket, { inboxKey }: AcceptedMessage): Promise<void> {
  const object = inboxKey && (await bucket.get(inboxKey))
  if (!object) return
  const { customMetadata } = object
  await bucket.put(object.key, await object.arrayBuffer(), customMetadata ? { customMetadata } : {})
}

function asMessage({ key, customMetadata }: R2Object): AcceptedMessage[] {
  return customMetadata?.meta ? [{ meta: JSON.parse(customMetadata.meta) as Accepted, inboxKey: key }] : []
}

/** `2026/11/21/10`; listing goes by name, so the oldest comes first. */
function hourPath(time: number): string {
  const [day = '', clock = ''] = new Date(time).toISOString().split('T')
  return `${day.replaceAll('-', '/')}/${clock.slice(0, 2)}`
}

/** @returns how many bytes a part of a message's notes takes there; an object's metadata holds 8,192 in all. */
export function notedBytes(part: unknown): number {
  return asciiJson(part).length
}

/** Object metadata travels as HTTP headers, which are ASCII. */
function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[^\x20-\x7e]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
