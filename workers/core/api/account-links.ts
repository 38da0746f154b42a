import type { Language } from '../../../contract/auth.ts'
import { preferredLanguage } from '../../../domain/notifications/language.ts'
import { type AccountToken, newAccountToken } from '../../../platform/db/account-tokens.ts'
import type { Database } from '../../../platform/db/commit.ts'
import { insertMail } from '../../../platform/db/deliveries.ts'
import type { UserRow } from '../../../platform/db/users.ts'
import { linkWithToken } from './links.ts'
import type { Asked } from './route.ts'

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
export const mailFor = (c: Asked, chosen: Language | null | undefined): LinkMail => ({
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

interface PlainMail {
  template: 'account.password_changed' | 'account.email_changed' | 'account.address_taken'
  user: Pick<UserRow, 'id' | 'email'>
  language: Language
}

/** The statement that puts a mail without a link in the queue, to the address of an account. */
export const plainMail = (db: Database, { template, user, language }: PlainMail, now: number) =>
  insertMail(
    db,
    { mail: { template }, to: user.email, language, organisationId: null, userId: user.id, expiresAt: null },
    now,
  )
