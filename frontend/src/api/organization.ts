import { queryOptions } from '@tanstack/react-query'
import { answer, api, idempotent } from './client.ts'

const path = (id: string) => ({ params: { path: { id } } })

export const organizationQuery = (id: string) =>
  queryOptions({
    queryKey: ['organization', id],
    queryFn: () => answer(api.GET('/api/v1/organizations/{id}', path(id))),
  })

interface Change {
  name: string
  allowedOrigins: string[]
  version: number
}

export const changeOrganization = (id: string, body: Change) =>
  answer(api.PATCH('/api/v1/organizations/{id}', { ...path(id), body }))

export const createOrganization = (name: string) =>
  answer(api.POST('/api/v1/organizations', { body: { name }, headers: idempotent() }))

export const removeOrganization = (id: string, name: string) =>
  answer(api.DELETE('/api/v1/organizations/{id}', { ...path(id), body: { name } }))
