import { switchOrganization } from '../api/client.ts'

/** Starts anew, so that neither a cache nor the socket of the organisation before stays behind. */
export async function enterOrganization(id: string) {
  if (await switchOrganization(id)) location.assign('/issues')
}
