import { queryOptions } from '@tanstack/react-query'
import { answer, api } from './client.ts'
import type { Registration } from './shapes.ts'

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: () => answer(api.GET('/api/v1/auth/me')),
  staleTime: 5 * 60_000,
})

export interface Credentials {
  /** An email or a username. */
  name: string
  password: string
  code?: string
}

export function signIn({ name, ...proof }: Credentials) {
  const body = name.includes('@') ? { email: name, ...proof } : { username: name, ...proof }
  return answer(api.POST('/api/v1/auth/login', { body }))
}

export const register = (body: Registration) => answer(api.POST('/api/v1/auth/register', { body }))

/** Where to go on, when the identity provider that vouched for the session has one to end as well. */
export const signOut = () => answer(api.POST('/api/v1/auth/logout'))

/** The identity providers this deployment offers everybody; the page stands without them, so it is asked once. */
export const providersQuery = queryOptions({
  queryKey: ['sign-in-providers'],
  queryFn: async () => (await answer(api.GET('/api/v1/auth/providers'))).data,
  retry: false,
  staleTime: 60_000,
})

/** Where a sign-in by a provider begins: a page of the API that sends the browser on. */
export const providerSignIn = (provider: string, next: string) =>
  `/api/v1/auth/oidc/${encodeURIComponent(provider)}/login?next=${encodeURIComponent(next)}`

export const forgotPassword = (body: { email: string; language: 'en' | 'fr' }) =>
  answer(api.POST('/api/v1/auth/password/forgot', { body }))

export const resetPassword = (body: { token: string; password: string }) =>
  answer(api.POST('/api/v1/auth/password/reset', { body }))

export const confirmEmail = (token: string) => answer(api.POST('/api/v1/auth/email/confirm', { body: { token } }))

export const invitationQuery = (token: string) =>
  queryOptions({
    queryKey: ['invitation', token],
    queryFn: () => answer(api.POST('/api/v1/members/invitations/look', { body: { token } })),
    retry: false,
  })

export const acceptInvitation = (token: string) =>
  answer(api.POST('/api/v1/members/invitations/accept', { body: { token } }))

export const declineInvitation = (token: string) =>
  answer(api.POST('/api/v1/members/invitations/decline', { body: { token } }))
