import type { Invitation } from '../../contract/invitations.ts'
import type { Booking } from '../../contract/room.ts'
import type { Entry } from '../../contract/waitlist.ts'

/** Somebody who comes to an event, may come, or waits, as lists last heard of it. */
export type RegistrationRow = { id: string; createdAt: number } & (
  | { kind: 'invitation'; thing: Invitation }
  | { kind: 'booking'; thing: Booking }
  | { kind: 'entry'; thing: Entry }
)

interface Wanted {
  /** Place of the last one seen, or null for the newest. */
  before: { createdAt: number; id: string } | null
  limit: number
}

interface Stored {
  id: string
  createdAt: number
  kind: RegistrationRow['kind']
  thing: string
}

// What came of an invitation or of an entry stands there already.
const OF_EVENT = `
  SELECT id, created_at, 'invitation' AS kind, invitation AS thing FROM invitations
  WHERE organisation_id = ?1 AND event_id = ?2
  UNION ALL
  SELECT id, created_at, 'booking', booking FROM bookings
  WHERE organisation_id = ?1 AND event_id = ?2 AND booking ->> '$.invitationId' IS NULL
  UNION ALL
  SELECT id, joined_at, 'entry', entry FROM waitlist_entries
  WHERE organisation_id = ?1 AND event_id = ?2 AND status IN ('WAITING', 'OFFERED')
    AND entry ->> '$.invitationId' IS NULL`

/** @returns all who are invited to an event, booked by themselves or wait for a place, newest first. */
export const registrationsOf = async (
  db: D1Database,
  { organisationId, eventId }: { organisationId: string; eventId: string },
  { before, limit }: Wanted,
): Promise<RegistrationRow[]> => {
  const { results } = await db
    .prepare(
      `SELECT id, created_at AS createdAt, kind, thing FROM (${OF_EVENT})
       WHERE ?3 IS NULL OR (created_at, id) < (?3, ?4) ORDER BY created_at DESC, id DESC LIMIT ?5`,
    )
    .bind(organisationId, eventId, before?.createdAt ?? null, before?.id ?? null, limit)
    .all<Stored>()
  return results.map(parsed)
}

/** Of one person; whoever has more looks at the events. */
const MOST = 100

const OF_ADDRESS = `
  SELECT id, created_at, 'invitation' AS kind, invitation AS thing FROM invitations
  WHERE organisation_id = ?1 AND email = ?2
  UNION ALL
  SELECT id, created_at, 'booking', booking FROM bookings
  WHERE organisation_id = ?1 AND instr(searched, ?2) > 0
    AND booking ->> '$.contact.emailAddress' = ?2 AND booking ->> '$.invitationId' IS NULL
  UNION ALL
  SELECT id, joined_at, 'entry', entry FROM waitlist_entries
  WHERE organisation_id = ?1 AND entry ->> '$.email' = ?2 AND status IN ('WAITING', 'OFFERED')
    AND entry ->> '$.invitationId' IS NULL`

/** @returns the newest of what an address was invited to, booked and waits for at the events of an organisation. */
export const registrationsOfAddress = async (
  db: D1Database,
  { organisationId, email }: { organisationId: string; email: string },
): Promise<RegistrationRow[]> => {
  const { results } = await db.prepare(newest(OF_ADDRESS)).bind(organisationId, email).all<Stored>()
  return results.map(parsed)
}

const OF_PERSON = `
  SELECT id, created_at, 'invitation' AS kind, invitation AS thing FROM invitations WHERE email = ?2
  UNION ALL
  SELECT b.id, b.created_at, 'booking', b.booking FROM booking_owners AS o JOIN bookings AS b ON b.id = o.booking_id
  WHERE o.owner = ?1 AND b.booking ->> '$.invitationId' IS NULL
  UNION ALL
  SELECT id, joined_at, 'entry', entry FROM waitlist_entries
  WHERE owner = ?1 AND status IN ('WAITING', 'OFFERED') AND entry ->> '$.invitationId' IS NULL`

/**
 * @param email where it was proved to be theirs; null: nothing that was sent there is shown
 * @returns the newest of what somebody was invited to, booked and waits for, whoever organises it
 */
export const registrationsOfPerson = async (
  db: D1Database,
  { owner, email }: { owner: string; email: string | null },
): Promise<RegistrationRow[]> => {
  const { results } = await db.prepare(newest(OF_PERSON)).bind(owner, email).all<Stored>()
  return results.map(parsed)
}

const newest = (union: string): string =>
  `SELECT id, created_at AS createdAt, kind, thing FROM (${union}) ORDER BY created_at DESC, id DESC LIMIT ${MOST}`

const parsed = ({ id, createdAt, kind, thing }: Stored): RegistrationRow =>
  ({ id, createdAt, kind, thing: JSON.parse(thing) }) as RegistrationRow
