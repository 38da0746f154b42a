import { infiniteQueryOptions } from '@tanstack/react-query'
import type { PlatformRole } from '../../../contract/auth.ts'
import { answer, api } from './client.ts'

/** Accounts of the deployment whose name, username or email contain a text. */
export const usersQuery = (query: string) =>
  infiniteQueryOptions({
    queryKey: ['users', query],
    queryFn: ({ pageParam: cursor }) => {
      const wish = { limit: 50, ...(query !== '' && { query }), ...(cursor !== undefined && { cursor }) }
      return answer(api.GET('/api/v1/users', { params: { query: wish } }))
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  })

export type AccountChange = { platformRole: PlatformRole } | { disabled: boolean }

export const changeAccount = (id: string, body: AccountChange) =>
  answer(api.PATCH('/api/v1/users/{id}', { params: { path: { id } }, body }))
