import { queryOptions } from '@tanstack/react-query'
import type { NewOidcProvider } from '../../../contract/oidc.ts'
import { answer, api, idempotent } from './client.ts'

const path = (id: string) => ({ params: { path: { id } } })

/** What a form says of a provider; an absent secret stays as it is. */
export type ProviderForm = Omit<NewOidcProvider, 'clientSecret'> & { clientSecret?: string | null }

export const providersQuery = queryOptions({
  queryKey: ['identity-providers'],
  queryFn: async () =>
    (await answer(api.GET('/api/v1/identity-providers', { params: { query: { limit: 100 } } }))).data,
})

export const createProvider = (body: ProviderForm) =>
  answer(api.POST('/api/v1/identity-providers', { body, headers: idempotent() }))

export const changeProvider = (id: string, body: ProviderForm & { version: number }) =>
  answer(api.PATCH('/api/v1/identity-providers/{id}', { ...path(id), body }))

export const removeProvider = (id: string) => answer(api.DELETE('/api/v1/identity-providers/{id}', path(id)))
