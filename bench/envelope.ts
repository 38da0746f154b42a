import { gzipSync } from 'node:zlib'
import { type EventPlan, type EventSize, sdkEvent } from './events.ts'

/** Where a DSN points. */
export interface Target {
  host: string
  port: number
  project: string
  publicKey: string
}

/** @returns the parts of a DSN `http://key@host:port/project`. */
export function targetOf(dsn: string): Target {
  const { hostname, port, username, pathname } = new URL(dsn)
  return { host: hostname, port: Number(port), publicKey: username, project: pathname.slice(1) }
}

/** @returns the envelope of one event, compressed as the Python SDK sends it. */
export function envelopeOf(plan: EventPlan, size: EventSize, sentAt: number): Buffer {
  const payload = JSON.stringify(sdkEvent(plan, size, sentAt))
  const header = {
    event_id: plan.id,
    sent_at: new Date(sentAt).toISOString(),
    trace: { trace_id: plan.id, environment: 'production' },
  }
  const item = { type: 'event', content_type: 'application/json', length: Buffer.byteLength(payload) }
  return gzipSync(`${JSON.stringify(header)}\n${JSON.stringify(item)}\n${payload}\n`)
}

/** The headers of an envelope's request, as the Python SDK names them. */
export function headersOf({ publicKey }: Target): Record<string, string> {
  return {
    'Content-Type': 'application/x-sentry-envelope',
    'Content-Encoding': 'gzip',
    'User-Agent': 'sentry.python/2.75.0',
    'X-Sentry-Auth': `Sentry sentry_version=7, sentry_client=sentry.python/2.75.0, sentry_key=${publicKey}`,
  }
}

/** @returns a whole HTTP/1.1 request, ready to be written to a socket. */
export function requestOf(target: Target, body: Buffer): Buffer {
  const lines = Object.entries({ ...headersOf(target), 'Content-Length': String(body.length) }).map(
    ([name, value]) => `${name}: ${value}`,
  )
  const head = [`POST /api/${target.project}/envelope/ HTTP/1.1`, `Host: ${target.host}:${target.port}`, ...lines].join(
    '\r\n',
  )
  return Buffer.concat([Buffer.from(`${head}\r\n\r\n`), body])
}
