import { queryOptions } from '@tanstack/react-query'
import type { RoleMapping } from '../../../contract/oidc.ts'
import { answer, api, idempotent } from './client.ts'

const path = (id: string) => ({ params: { path: { id } } })

/** What a form says of a provider; what is absent stays as it is. */
export interface ProviderForm {
  name: string
  issuer: string
  clientId: string
  clientSecret?: string | null
  scopes: string
  roleClaim: string
  roleMapping: RoleMapping
  audience: string | null
  enabled: boolean
  listed?: boolean
}

export const providersQuery = queryOptions({
  queryKey: ['identity-providers'],
  queryFn: async () => (await answer(api.GET('/api/v1/identity-providers'))).data,
})

export const createProvider = (body: ProviderForm) =>
  answer(
    api.POST('/api/v1/identity-providers', {
      body: { clientSecret: null, listed: false, ...body },
      headers: idempotent(),
    }),
  )

export const changeProvider = (id: string, body: ProviderForm & { version: number }) =>
  answer(api.PATCH('/api/v1/identity-providers/{id}', { ...path(id), body }))

export const removeProvider = (id: string) => answer(api.DELETE('/api/v1/identity-providers/{id}', path(id)))
