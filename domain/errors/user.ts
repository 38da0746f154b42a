import type { NormalizedEvent } from '../../contract/occurrences.ts'

/**
 * Who met the error, as one string that tells users apart: by id, else e-mail, else username, else address
 * (the order in which Sentry fills `sentry:user`). Null where the SDK named nobody.
 */
export function userOf({ user }: NormalizedEvent): string | null {
  if (user?.id) return `id:${user.id}`
  if (user?.email) return `email:${user.email}`
  if (user?.username) return `username:${user.username}`
  if (user?.ip_address) return `ip:${user.ip_address}`
  return null
}
