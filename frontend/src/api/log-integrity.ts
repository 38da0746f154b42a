import { queryOptions } from '@tanstack/react-query'
import type { LogErasure } from '../../../contract/log-erasures.ts'
import type { LogVerification } from '../../../contract/log-verification.ts'
import { pending } from './log.ts'

/** One stretch of the sealed log; `cursor` is the `next` of the stretch before. */
export const verifyLog = (cursor?: string) =>
  pending<LogVerification>(`domain-events/verify${cursor === undefined ? '' : `?cursor=${encodeURIComponent(cursor)}`}`)

export const erasuresQuery = queryOptions({
  queryKey: ['log-erasures'],
  queryFn: async () => (await pending<{ data: LogErasure[] }>('domain-events/erasures')).data,
})

export const erasePerson = (person: string) => pending<LogErasure>('domain-events/erasures', { person })
