import { and, desc, eq, type SQL, sql } from 'drizzle-orm'
import type { Invitation, InvitationCounts, InvitationStatus } from '../../contract/invitations.ts'
import type { Booking } from '../../contract/room.ts'
import type { Database } from './commit.ts'
import { jsonPieces } from './pieces.ts'
import type { RoomFact } from './room-facts.ts'
import { invitations } from './schema/invitations.ts'

export type InvitationRow = typeof invitations.$inferSelect

interface Reading {
  invitationById: (id: string) => Invitation | null
  bookingById: (id: string) => Booking | null
}

/**
 * Statements that bring the invitations that facts are about up to what the room says now, with the facts in one batch;
 * also those whose bookings the facts are about. @param reading reads the room
 */
export const projectInvitations = (
  binding: D1Database,
  facts: readonly RoomFact[],
  reading: Reading,
): D1PreparedStatement[] => {
  const shown = new Map<string, { organisationId: string; invitation: Invitation }>()
  for (const fact of facts) {
    const id = invitationOf(fact, reading)
    const invitation = id === null || shown.has(id) ? null : reading.invitationById(id)
    if (invitation !== null) shown.set(invitation.id, { organisationId: fact.organisationId, invitation })
  }
  return showInvitations(binding, [...shown.values()])
}

const invitationOf = ({ aggregate, subject, data }: RoomFact, { bookingById }: Reading): string | null => {
  if (aggregate === 'invitation') return subject
  const booking = 'bookingId' in data && typeof data.bookingId === 'string' ? bookingById(data.bookingId) : null
  return booking?.invitationId ?? null
}

/** The statements that show invitations as a room says they are. What is newer already is left. */
export const showInvitations = (
  binding: D1Database,
  shown: readonly { organisationId: string; invitation: Invitation }[],
): D1PreparedStatement[] =>
  jsonPieces(shown).map((piece) =>
    binding
      .prepare(
        `INSERT INTO invitations (id, organisation_id, event_id, email, status, coming, expires_at, created_at, version, invitation)
       SELECT i.value ->> '$.invitation.id', i.value ->> 'organisationId', i.value ->> '$.invitation.eventId',
         i.value ->> '$.invitation.email', i.value ->> '$.invitation.status',
         CASE i.value ->> '$.invitation.status' WHEN 'CONFIRMED' THEN 1 + (i.value ->> '$.invitation.plusOnes') ELSE 0 END,
         i.value ->> '$.invitation.expiresAt', i.value ->> '$.invitation.createdAt',
         i.value ->> '$.invitation.version', i.value -> 'invitation'
       FROM json_each(?1) AS i WHERE true
       ON CONFLICT (id) DO UPDATE SET status = excluded.status, coming = excluded.coming, expires_at = excluded.expires_at,
         version = excluded.version, invitation = excluded.invitation WHERE excluded.version > invitations.version`,
      )
      .bind(piece),
  )

interface Wanted {
  /** Place of the last one seen, or null for the newest. */
  before: { createdAt: number; id: string } | null
  limit: number
}

/** Which invitations: of an organisation always; of an event, an address or a status where one is named. */
export interface Which {
  organisationId: string
  eventId?: string | undefined
  email?: string | undefined
  status?: InvitationStatus | undefined
}

/** @returns invitations, newest first. */
export const invitationsOf = (
  db: Database,
  { organisationId, eventId, email, status }: Which,
  { before, limit }: Wanted,
): Promise<InvitationRow[]> => {
  const { createdAt, id } = invitations
  const beyond: SQL | undefined =
    before === null ? undefined : sql`(${createdAt}, ${id}) < (${before.createdAt}, ${before.id})`
  return db
    .select()
    .from(invitations)
    .where(
      and(
        eq(invitations.organisationId, organisationId),
        eventId === undefined ? undefined : eq(invitations.eventId, eventId),
        email === undefined ? undefined : eq(invitations.email, email.trim().toLowerCase()),
        status === undefined ? undefined : eq(invitations.status, status),
        beyond,
      ),
    )
    .orderBy(desc(createdAt), desc(id))
    .limit(limit)
    .all()
}

/** @returns how many invitations of an event are in which state, and how many people come. `now` in ms since 1970 */
export const invitationCountsOf = async (db: Database, eventId: string, now: number): Promise<InvitationCounts> => {
  const rows = await db
    .select({
      status: invitations.status,
      n: sql<number>`count(*)`,
      late: sql<number>`sum(${invitations.expiresAt} IS NOT NULL AND ${invitations.expiresAt} <= ${now})`,
      coming: sql<number>`sum(${invitations.coming})`,
    })
    .from(invitations)
    .where(eq(invitations.eventId, eventId))
    .groupBy(invitations.status)
    .all()
  const of = (status: InvitationStatus) => rows.find((row) => row.status === status)
  return {
    pending: of('PENDING')?.n ?? 0,
    confirmed: of('CONFIRMED')?.n ?? 0,
    cancelled: of('CANCELLED')?.n ?? 0,
    waitlist: of('WAITLIST')?.n ?? 0,
    expired: of('PENDING')?.late ?? 0,
    coming: rows.reduce((sum, { coming }) => sum + coming, 0),
  }
}
