import { queryOptions } from '@tanstack/react-query'
import { answer, api, idempotent } from './client.ts'

/** One stretch of the sealed log; `cursor` is the `next` of the stretch before. */
export const verifyLog = (cursor?: string) =>
  answer(api.GET('/api/v1/domain-events/verify', { params: { query: cursor === undefined ? {} : { cursor } } }))

export const erasuresQuery = queryOptions({
  queryKey: ['log-erasures'],
  queryFn: async () => (await answer(api.GET('/api/v1/domain-events/erasures'))).data,
})

export const erasePerson = (person: string) =>
  answer(api.POST('/api/v1/domain-events/erasures', { body: { person }, headers: idempotent() }))
