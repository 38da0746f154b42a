import { queryOptions } from '@tanstack/react-query'
import { answer, api } from './client.ts'
import type { ProfileChange } from './shapes.ts'

export const changeProfile = (body: ProfileChange) => answer(api.PUT('/api/v1/users/profile', { body }))

export const changePassword = (body: { currentPassword: string; newPassword: string }) =>
  answer(api.POST('/api/v1/users/profile/password', { body }))

export const changeEmail = (body: { email: string; password: string }) =>
  answer(api.POST('/api/v1/users/profile/email', { body }))

export const sendVerification = () => answer(api.POST('/api/v1/users/profile/email/verify'))

export const secondFactorQuery = queryOptions({
  queryKey: ['second-factor'],
  queryFn: () => answer(api.GET('/api/v1/users/profile/second-factor')),
})

export const startSecondFactor = (password: string) =>
  answer(api.POST('/api/v1/users/profile/second-factor', { body: { password } }))

export const confirmSecondFactor = (code: string) =>
  answer(api.POST('/api/v1/users/profile/second-factor/confirm', { body: { code } }))

export interface SecondFactorProof {
  password: string
  code: string
}

export const renewRecoveryCodes = (body: SecondFactorProof) =>
  answer(api.POST('/api/v1/users/profile/second-factor/recovery-codes', { body }))

export const endSecondFactor = (body: SecondFactorProof) =>
  answer(api.DELETE('/api/v1/users/profile/second-factor', { body }))

export const signInsQuery = queryOptions({
  queryKey: ['sign-ins'],
  queryFn: async () => (await answer(api.GET('/api/v1/auth/sessions'))).data,
})

export const revokeSignIn = (id: string) =>
  answer(api.DELETE('/api/v1/auth/sessions/{id}', { params: { path: { id } } }))

export const revokeOtherSignIns = () => answer(api.POST('/api/v1/auth/sessions/revoke-others'))
