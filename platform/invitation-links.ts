import { isLinkToken, linkToken, type MacKeys } from './link-tokens.ts'

/** @returns the token of an invitation's link: `id.version.mac`. Whoever has it may answer, so it is told to nobody else; not stored. */
export const invitationToken = (keys: MacKeys, id: string): string => `${id}.${linkToken(keys, 'invitation', id)}`

/** @returns the id of the invitation that a token is of; null for what we did not make. */
export const readInvitationToken = (keys: MacKeys, text: string): string | null => {
  const [, id = '', token = ''] = /^(i_[\w-]{1,80})\.(\d{1,6}\.[\w-]{1,60})$/.exec(text) ?? []
  return isLinkToken(keys, { purpose: 'invitation', id, token }) ? id : null
}
