import { and, eq, inArray, isNull, lt, or, type SQL, sql } from 'drizzle-orm'
import type { Database } from './commit.ts'
import { refreshTokens, sessions } from './schema/identity.ts'

/** Which of the sign-ins a provider vouched for: all, those of one subject, or of one session of the provider. */
export interface Vouching {
  providerId: string
  subject?: string | null
  session?: string | null
  /** Those that began before this moment, in milliseconds since 1970. */
  before?: number
}

/** @returns the sign-ins concerned that still stand, each with the organisation whose feed it may listen to. */
export const vouchedSessions = (
  db: Database,
  which: Vouching,
): Promise<{ id: string; organisationId: string | null }[]> =>
  db
    .select({ id: sessions.id, organisationId: sessions.organisationId })
    .from(sessions)
    .where(and(concerned(which), isNull(sessions.revokedAt)))
    .all()

/** The statements that end the sign-ins concerned, whatever their number. */
export const endVouchedSessions = (db: Database, which: Vouching, now: number) => [
  db
    .update(refreshTokens)
    .set({ revokedAt: now })
    .where(
      and(
        isNull(refreshTokens.revokedAt),
        inArray(refreshTokens.family, db.select({ id: sessions.id }).from(sessions).where(concerned(which))),
      ),
    ),
  db
    .update(sessions)
    .set({ revokedAt: now })
    .where(and(concerned(which), isNull(sessions.revokedAt))),
]

/**
 * Takes the right to ask the provider about a session: of several refreshes at once one gets it, because a refresh token
 * of the provider is good once too.
 * @param seen when the session said it was asked last
 */
export const claimAsking = async (
  db: Database,
  { id, seen }: { id: string; seen: number | null },
  now: number,
): Promise<boolean> => {
  const unchanged = sql`${sessions.checkedAt} IS ${seen}`
  const { meta } = await db
    .update(sessions)
    .set({ checkedAt: now })
    .where(and(eq(sessions.id, id), isNull(sessions.revokedAt), unchanged))
    .run()
  return meta.changes === 1
}

/** The statement that keeps what the provider gave when it was asked again, sealed; null keeps what there was. */
export const keepTold = (
  db: Database,
  { id, idToken, refreshToken }: { id: string; idToken: string | null; refreshToken: string | null },
) =>
  db
    .update(sessions)
    .set({ ...(idToken !== null && { idToken }), ...(refreshToken !== null && { providerRefreshToken: refreshToken }) })
    .where(eq(sessions.id, id))

/** The statement that gives back the right to ask, after a provider that did not answer. */
export const returnAsking = (db: Database, { id, seen, taken }: { id: string; seen: number | null; taken: number }) =>
  db
    .update(sessions)
    .set({ checkedAt: seen })
    .where(and(eq(sessions.id, id), eq(sessions.checkedAt, taken)))

const concerned = ({ providerId, subject, session, before }: Vouching): SQL | undefined =>
  and(
    eq(sessions.providerId, providerId),
    before === undefined ? undefined : lt(sessions.createdAt, before),
    ofPerson({ subject: subject ?? null, session: session ?? null }),
  )

// A provider that names a session means that one; a session here that never learnt its name is found by its person.
const ofPerson = ({ subject, session }: { subject: string | null; session: string | null }): SQL | undefined => {
  const bySubject = subject === null ? undefined : eq(sessions.providerSubject, subject)
  if (session === null) return bySubject
  const unnamed = bySubject === undefined ? undefined : and(bySubject, isNull(sessions.providerSession))
  return or(and(eq(sessions.providerSession, session), bySubject), unnamed)
}
