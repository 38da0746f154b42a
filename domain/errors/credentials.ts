import type { Result } from '../result.ts'
import { failed, ok } from '../result.ts'
import { parseDsn } from './dsn.ts'

/** The newest version of the Sentry protocol; 5 and 6 differ only in what they lack. */
const PROTOCOL_VERSION = 7

/** One place where a request names a key. */
export interface Claim {
  /** Where it stands, in words for the answer. */
  source: string
  publicKey: string
  /** Named by a DSN only. */
  project?: string
  version?: string
  client?: string
}

/** Where the key of a request may stand; Relay's `request_meta.rs` reads the same six places. */
export interface ClaimSources {
  sentryAuth?: string | null
  authorization?: string | null
  query?: URLSearchParams
  /** A path segment, such as that of `/cron/{slug}/{key}`. */
  path?: string
  /** The `dsn` of an envelope header or of a report's body. */
  dsn?: unknown
}

export interface Credentials {
  publicKey: string
  /** Absent when no DSN was given; the path must name the project then. */
  project?: string
  client?: string
}

export interface CredentialsFault {
  reason: 'missing' | 'conflict' | 'version'
  detail: string
}

/**
 * Finds the one key a request presents. Several places may name it (Go and native SDKs send header and envelope `dsn`)
 * as long as they agree.
 */
export function findCredentials(sources: ClaimSources): Result<Credentials, CredentialsFault> {
  const claims = readClaims(sources)
  const [first] = claims
  if (!first)
    return failed({ reason: 'missing', detail: 'no DSN key in X-Sentry-Auth, Authorization, query or envelope header' })
  const other = claims.find((claim) => claim.publicKey !== first.publicKey)
  if (other) return failed({ reason: 'conflict', detail: `the keys in ${first.source} and ${other.source} differ` })
  const tooNew = claims.find((claim) => Number.parseInt(claim.version ?? '', 10) > PROTOCOL_VERSION)
  if (tooNew) {
    return failed({
      reason: 'version',
      detail: `sentry_version ${tooNew.version} in ${tooNew.source} is newer than ${PROTOCOL_VERSION}`,
    })
  }
  const project = claims.find((claim) => claim.project)?.project
  const client = claims.find((claim) => claim.client)?.client
  return ok({ publicKey: first.publicKey, ...(project && { project }), ...(client && { client }) })
}

function readClaims(sources: ClaimSources): Claim[] {
  const dsn = parseDsn(sources.dsn)
  const claims = [
    sources.sentryAuth ? parseSentryAuth(sources.sentryAuth, 'X-Sentry-Auth') : null,
    sources.authorization ? parseAuthorization(sources.authorization) : null,
    sources.query ? claimOf((name) => sources.query?.get(name) ?? undefined, 'query') : null,
    sources.path ? { source: 'path', publicKey: plainKey(sources.path) } : null,
    dsn && { source: 'envelope dsn', publicKey: dsn.publicKey, project: dsn.project },
  ]
  return claims.flatMap((claim) => (claim?.publicKey ? [claim] : []))
}

/**
 * Reads `Sentry sentry_key=…, sentry_version=7, …`. The scheme may be in any case, pairs are separated by a comma with or
 * without spaces (.NET and Java send none), and their order differs per SDK.
 */
function parseSentryAuth(header: string, source: string): Claim | null {
  const pairs = new Map<string, string>()
  for (const part of header.replace(/^\s*sentry\s+/i, '').split(',')) {
    const equals = part.indexOf('=')
    if (equals > 0) pairs.set(part.slice(0, equals).trim().toLowerCase(), part.slice(equals + 1).trim())
  }
  return claimOf((name) => pairs.get(name), source)
}

function parseAuthorization(header: string): Claim | null {
  if (/^\s*sentry\s/i.test(header)) return parseSentryAuth(header, 'Authorization')
  const basic = /^\s*basic\s+([A-Za-z0-9+/=]+)\s*$/i.exec(header)?.[1]
  if (!basic) return null
  try {
    return { source: 'Authorization', publicKey: plainKey(atob(basic)) }
  } catch {
    return null
  }
}

function claimOf(read: (name: string) => string | undefined, source: string): Claim | null {
  const publicKey = plainKey(read('sentry_key') ?? '')
  if (!publicKey) return null
  const version = read('sentry_version')
  const client = read('sentry_client')
  return { source, publicKey, ...(version && { version }), ...(client && { client }) }
}

/** Old clients send `key:secret`; the secret has no meaning any more. */
function plainKey(text: string): string {
  const colon = text.indexOf(':')
  return (colon < 0 ? text : text.slice(0, colon)).toLowerCase()
}
