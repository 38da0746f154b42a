import { parseArgs } from 'node:util'
import type { BookingComparison } from '../contract/booking-lists.ts'
import { failed, ok, type Result } from '../domain/result.ts'

interface Wish {
  /** Origin of the deployment. */
  url: string
  /** API key with the scope booking.manage, or an access token. */
  key: string
  /** Whether what differs is put right. */
  repair: boolean
}

const NOTHING = {
  events: 0,
  bookings: 0,
  entries: 0,
  invitations: 0,
  missing: 0,
  different: 0,
  stray: 0,
  owners: 0,
}

/** Compares all lists of who booked, waits and was invited of an organisation with its rooms, part by part. @returns the sums, or why not */
export const compareAll = async (
  { url, key, repair }: Wish,
  ask: typeof fetch = fetch,
): Promise<Result<Omit<BookingComparison, 'next'>, string>> => {
  const sum = { ...NOTHING, repaired: repair }
  for (let cursor: string | undefined; ; ) {
    const answer = await ask(new URL('/api/v1/bookings/rebuild', url), {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ repair, cursor }),
    })
    if (!answer.ok) return failed(`${url} answered ${answer.status}: ${await answer.text()}`)
    const { next, ...found } = (await answer.json()) as BookingComparison
    for (const name of Object.keys(NOTHING) as (keyof typeof NOTHING)[]) sum[name] += found[name]
    if (next === null) return ok(sum)
    cursor = next
  }
}

/** @returns a line for people. */
export const told = (found: Omit<BookingComparison, 'next'>) => {
  const { events, bookings, entries, invitations, missing, different, stray, owners, repaired } = found
  const looked = `${bookings} bookings, ${entries} of waitlists and ${invitations} invitations of ${events} events`
  return missing + different + stray + owners === 0
    ? `Lists say what rooms say: ${looked}.`
    : `Of ${looked} lists lacked ${missing}, had ${different} wrong, ${stray} too many and ${owners} owners wrong${repaired ? '; repaired' : ''}.`
}

const main = async (): Promise<number> => {
  const option = { type: 'string' } as const
  const { values } = parseArgs({ options: { url: option, key: option, 'only-compare': { type: 'boolean' } } })
  const { url = 'http://localhost:8787', key = process.env.SIGNALBOX_KEY } = values
  if (key === undefined) {
    console.error('Usage: npm run -s rebuild-bookings -- --url https://… --key sbx_… [--only-compare]')
    return 2
  }
  const found = await compareAll({ url, key, repair: values['only-compare'] !== true })
  if (!found.ok) {
    console.error(found.error)
    return 2
  }
  console.log(told(found.value))
  const { missing, different, stray, owners, repaired } = found.value
  return repaired || missing + different + stray + owners === 0 ? 0 : 1
}

if (import.meta.main) process.exitCode = await main()
