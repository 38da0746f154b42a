import { queryOptions } from '@tanstack/react-query'
import { answer, api } from './client.ts'

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: () => answer(api.GET('/api/v1/auth/me')),
  staleTime: 5 * 60_000,
})

export interface Credentials {
  email: string
  password: string
}

export const signIn = (body: Credentials) => answer(api.POST('/api/v1/auth/login', { body }))

export const register = (body: Credentials & { organization?: string }) =>
  answer(api.POST('/api/v1/auth/register', { body }))

export const signOut = () => answer(api.POST('/api/v1/auth/logout'))
