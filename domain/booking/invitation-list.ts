import type { Invitation } from '../../contract/invitations.ts'

/** Who was invited, as the rules of a room see it. There may be many, of which few matter at a time: they stay in its rows. */
export interface Invitations {
  get(id: string): Invitation | undefined
  /** @returns the one of this address or prospect, but for those that were taken back. */
  find(who: Pick<Invitation, 'email' | 'prospectId'>): Invitation | undefined
  put(invitation: Invitation): void
  count(): number
  /** @returns so many at most that nobody has answered yet. */
  unanswered(most: number): Invitation[]
}

/** @returns the list of a room without rows. */
export const invitationList = (): Invitations => {
  const all = new Map<string, Invitation>()
  return {
    get: (id) => all.get(id),
    find: (who) => [...all.values()].find((one) => isSame(one, who)),
    put: (invitation) => all.set(invitation.id, invitation),
    count: () => all.size,
    unanswered: (most) => [...all.values()].filter(({ status }) => status === 'PENDING').slice(0, most),
  }
}

const isSame = (one: Invitation, { email, prospectId }: Pick<Invitation, 'email' | 'prospectId'>): boolean =>
  one.cancelledBy === null && (one.email === email || (prospectId !== null && one.prospectId === prospectId))
