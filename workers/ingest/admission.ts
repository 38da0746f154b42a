import type { Lease, MacKeys, Outcome } from '../../contract/ingest.ts'
import { isAllowedOrigin } from '../../domain/errors/allowed-origins.ts'
import { type ClaimSources, type Credentials, findCredentials } from '../../domain/errors/credentials.ts'
import { closedLimit } from '../../domain/errors/rate-limits.ts'
import { failed, ok, type Result } from '../../domain/result.ts'
import { macKeys, madeWithUnknownKey, readPublicKey } from '../../platform/keys.ts'
import type { Refusal } from './answers.ts'
import type { Arrival } from './arrival.ts'
import { currentLease, note } from './leases.ts'

/** Who may send, and to which project; `keyNumber` is null where the digest must decide by the public key. */
export interface Admission {
  project: string
  keyNumber: number | null
  publicKey: string
  client?: string
  /** Present while nothing may be kept. What SDKs say about themselves is taken all the same. */
  closed?: Closed
}

type Closed = NonNullable<Lease['closed']>

const KEY_RING_MS = 500
const KEYS_AGAIN_MS = 10_000
const MOST_VERIFIED = 4096

// A key is right or wrong forever, and MAC keys are only ever added: both may be remembered as long as the isolate lives.
const verified = new Map<string, number>()
let known: { keys: MacKeys | null; askAgain: number } = { keys: null, askAgain: 0 }

/** What the request itself says about its key, before its body is read. */
export function claimsOf({ request, url }: Arrival) {
  return {
    sentryAuth: request.headers.get('x-sentry-auth'),
    authorization: request.headers.get('authorization'),
    query: url.searchParams,
  } satisfies ClaimSources
}

/** Whether any of these places names a key; an empty `sentry_key=`, as proxies and templates leave behind, names none. */
export function presentsKey(claims: ClaimSources): boolean {
  const credentials = findCredentials(claims)
  return credentials.ok || credentials.error.reason !== 'missing'
}

/** Checks the key, then asks the project's gate whether the key still holds and whether anything may be kept now. */
export async function admit(arrival: Arrival, claims: ClaimSources): Promise<Result<Admission, Refusal>> {
  const credentials = findCredentials(claims)
  if (!credentials.ok)
    return failed({ status: credentials.error.reason === 'version' ? 400 : 403, detail: credentials.error.detail })
  const { publicKey, client } = credentials.value
  const project = projectOf(arrival, credentials.value)
  if (!project.ok) return project
  const keyNumber = await verify(arrival, project.value, publicKey)
  if (keyNumber === 'invalid')
    return failed({ status: 403, detail: `the DSN key is not one of project ${project.value}` })
  const admission = { project: project.value, publicKey, ...(client && { client: client.slice(0, 100) }) }
  // A key that could not be checked may name any project; it must not wake objects for projects that do not exist.
  return keyNumber === null ? ok({ ...admission, keyNumber }) : throughGate(arrival, { ...admission, keyNumber })
}

/** Reports without credentials, for the one project that takes them. Key number 0 is never minted. */
export function admitAnonymous(arrival: Arrival, project: string): Promise<Result<Admission, Refusal>> {
  return throughGate(arrival, { project, keyNumber: 0, publicKey: '' })
}

function projectOf(arrival: Arrival, credentials: Credentials): Result<string, Refusal> {
  const project = arrival.project ?? credentials.project
  if (project === undefined) return failed({ status: 400, detail: 'neither the path nor a DSN names the project' })
  if (credentials.project !== undefined && credentials.project !== project) {
    return failed({ status: 403, detail: `the path names project ${project}, the DSN project ${credentials.project}` })
  }
  return ok(project)
}

async function throughGate(
  arrival: Arrival,
  admission: Admission & { keyNumber: number },
): Promise<Result<Admission, Refusal>> {
  const { project, keyNumber } = admission
  const { closed, revoked, origins } = await currentLease(arrival, project)
  if (closed?.reason === 'deleted') return failed({ status: 403, detail: `project ${project} was deleted` })
  if (revoked.includes(keyNumber)) return failed({ status: 403, detail: 'the DSN key was revoked' })
  const allowed = origins?.[keyNumber]
  const foreign = allowed && foreignOrigin(arrival.request.headers, allowed)
  if (foreign) {
    note(arrival, project, { used: 0, outcomes: [{ category: 'unknown', reason: 'cors', quantity: 1 }] })
    return failed({ status: 403, detail: `the DSN key is not for pages of ${foreign}` })
  }
  return ok(closed ? { ...admission, closed } : admission)
}

/**
 * Browsers say `Origin` with every POST. With a GET that loads an image they say `Referer` at most, and a page can keep
 * that to itself, but not that it is a page.
 * @returns where a page is from that may not send; null for one that may, and for senders that are no browsers
 */
function foreignOrigin(headers: Headers, allowed: string[]): string | null {
  const referer = headers.get('referer')
  const origin = headers.get('origin') ?? (referer && URL.canParse(referer) ? new URL(referer).origin : null)
  if (origin === null) return headers.has('sec-fetch-site') ? 'an unknown origin' : null
  return isAllowedOrigin(origin, allowed) ? null : origin.slice(0, 200)
}

/** @returns the 429 of a closed gate, once what it keeps out was counted; null where it is open */
export function keptOut(
  arrival: Arrival,
  { project, closed }: Admission,
  { category, quantity }: Pick<Outcome, 'category' | 'quantity'>,
): Refusal | null {
  if (!closed) return null
  note(arrival, project, { used: 0, outcomes: [{ category, reason: closed.reason, quantity }] })
  return tooMany(closed, arrival.now)
}

/** @param now milliseconds since 1970 */
export function tooMany(closed: Closed, now: number): Refusal {
  const { limits, retryAfter } = closedLimit(closed, now)
  const why =
    closed.reason === 'quota'
      ? 'the project has used its quota of this hour'
      : 'the project sends far more than it usually does'
  return { status: 429, detail: why, headers: { 'x-sentry-rate-limits': limits, 'retry-after': retryAfter } }
}

async function verify({ env, now }: Arrival, project: string, publicKey: string): Promise<number | null | 'invalid'> {
  const name = `${project}:${publicKey}`
  const remembered = verified.get(name)
  if (remembered !== undefined) return remembered
  const keys = await knownKeys(env, now, publicKey)
  if (!keys) return null
  const number = readPublicKey(keys, project, publicKey)
  if (number === null) return 'invalid'
  const [oldest] = verified.keys()
  if (verified.size >= MOST_VERIFIED && oldest !== undefined) verified.delete(oldest)
  verified.set(name, number)
  return number
}

async function knownKeys(env: IngestEnv, now: number, publicKey: string): Promise<MacKeys | null> {
  const enough = known.keys !== null && !madeWithUnknownKey(known.keys, publicKey)
  if (enough || now < known.askAgain) return known.keys
  const asked = macKeys(env).catch(() => null)
  const keys = (await Promise.race([asked, scheduler.wait(KEY_RING_MS)])) ?? null
  known = { keys: keys ?? known.keys, askAgain: now + (keys ? KEYS_AGAIN_MS : 1000) }
  return known.keys
}
