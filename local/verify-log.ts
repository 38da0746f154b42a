import { parseArgs } from 'node:util'
import type { LogVerification } from '../contract/log-verification.ts'
import { failed, ok, type Result } from '../domain/result.ts'

export interface Wish {
  /** Origin of the deployment. */
  url: string
  /** API key with the scope log.read, or an access token. */
  key: string
  from?: string | undefined
  to?: string | undefined
}

/** Verifies an organisation's whole log, request by request. @returns what was found, or why it could not be asked */
export const verifyAll = async (
  { url, key, from, to }: Wish,
  ask: typeof fetch = fetch,
): Promise<Result<LogVerification, string>> => {
  const sum = { hours: 0, entries: 0, erased: 0 }
  for (let cursor: string | null = null; ; ) {
    const address = new URL('/api/v1/domain-events/verify', url)
    for (const [name, value] of Object.entries({ from, to, cursor })) if (value) address.searchParams.set(name, value)
    const answer = await ask(address, { headers: { authorization: `Bearer ${key}` } })
    if (!answer.ok) return failed(`${address.origin} answered ${answer.status}: ${await answer.text()}`)
    const found = (await answer.json()) as LogVerification
    sum.hours += found.hours
    sum.entries += found.entries
    sum.erased += found.erased
    if (found.next === null || !found.ok) return ok({ ...found, ...sum })
    cursor = found.next
  }
}

/** @returns lines for people: how much is whole, or what is broken first. */
export const told = ({
  ok: whole,
  hours,
  entries,
  erased,
  head,
  firstBroken,
  sealedUntil,
}: LogVerification): string[] => {
  if (whole || firstBroken === null)
    return [
      `The log is whole: ${entries} events in ${hours} sealed hours${sealedUntil === null ? '' : `, until ${sealedUntil}`}; ${erased} erased.`,
      ...(head === null ? [] : [`Head of the chain: ${head}`]),
    ]
  const { reason, position, id, line, hour, key } = firstBroken
  const where = [`position ${position}`, id && `event ${id}`, `hour ${hour}`, key, line && `line ${line}`]
  return [`The log is broken: ${reason} at ${where.filter(Boolean).join(', ')}.`]
}

const main = async (): Promise<number> => {
  const option = { type: 'string' } as const
  const { values } = parseArgs({ options: { url: option, key: option, from: option, to: option } })
  const { url = 'http://localhost:8787', key = process.env.SIGNALBOX_KEY } = values
  if (key === undefined) {
    console.error('Usage: npm run -s verify-log -- --url https://… --key sbx_… [--from 2026-01-01T00:00:00Z] [--to …]')
    return 2
  }
  const found = await verifyAll({ ...values, url, key })
  if (!found.ok) {
    console.error(found.error)
    return 2
  }
  for (const line of told(found.value)) console.log(line)
  return found.value.ok ? 0 : 1
}

if (import.meta.main) process.exitCode = await main()
