import type { Language } from '../../../contract/auth.ts'
import { preferredLanguage } from '../../../domain/notifications/language.ts'
import { type AccountToken, newAccountToken } from '../../../platform/db/account-tokens.ts'
import type { Database } from '../../../platform/db/commit.ts'
import { insertMail } from '../../../platform/db/deliveries.ts'
import { linkWithToken } from './links.ts'
import type { ApiContext } from './route.ts'

/** How the mail with a link is written. */
export interface LinkMail {
  language: Language
  /** @returns the address of a page with the token in its fragment. */
  link: (page: string, token: string) => string
}

const PAGES = {
  verify_email: { template: 'account.verify_email', page: '/verify-email' },
  reset_password: { template: 'account.reset_password', page: '/reset-password' },
  change_email: { template: 'account.change_email', page: '/change-email' },
} as const satisfies Record<AccountToken['purpose'], unknown>

/** @returns how mails to someone are written: in the language they chose, or in the one their browser prefers. */
export const mailFor = (c: ApiContext, chosen: Language | null | undefined): LinkMail => ({
  language: chosen ?? preferredLanguage(c.req.header('Accept-Language')),
  link: (page, token) => linkWithToken(c, page, token),
})

/** The statements that make a token and put the mail with its link in the queue; earlier links of this kind stop working. */
export const linkMail = (
  db: Database,
  { purpose, userId, email, language, link }: LinkMail & Pick<AccountToken, 'purpose' | 'userId' | 'email'>,
  now: number,
) => {
  const { token, expiresAt, statements } = newAccountToken(db, { userId, purpose, email }, now)
  const { template, page } = PAGES[purpose]
  const mail = { template, link: link(page, token) }
  return [...statements, insertMail(db, { mail, to: email, language, organisationId: null, userId, expiresAt }, now)]
}
