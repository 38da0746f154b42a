import type { Invitation } from '../../contract/invitations.ts'
import type { Invitations } from '../../domain/booking/invitation-list.ts'

interface Row extends Record<string, SqlStorageValue> {
  value: string
}

/** Makes the table of who was invited; `open`: not taken back, so that its address is not invited again. */
export const makeInvitationTable = (sql: SqlStorage): void => {
  sql.exec(`CREATE TABLE IF NOT EXISTS invitations
    (id TEXT PRIMARY KEY, email TEXT NOT NULL, prospect TEXT, open INTEGER NOT NULL, status TEXT NOT NULL, value TEXT NOT NULL) WITHOUT ROWID`)
  sql.exec('CREATE INDEX IF NOT EXISTS invitations_email ON invitations (email) WHERE open = 1')
  sql.exec('CREATE INDEX IF NOT EXISTS invitations_prospect ON invitations (prospect) WHERE open = 1')
  sql.exec("CREATE INDEX IF NOT EXISTS invitations_unanswered ON invitations (id) WHERE status = 'PENDING'")
}

/** Who was invited, in the rows of a room: what is put is a row at once, in the transaction of its step. */
export const invitationRows = (sql: SqlStorage): Invitations => {
  const read = (where: string, ...values: SqlStorageValue[]): Invitation[] =>
    sql
      .exec<Row>(`SELECT value FROM invitations WHERE ${where}`, ...values)
      .toArray()
      .map(({ value }) => JSON.parse(value) as Invitation)
  return {
    get: (id) => readInvitation(sql, id) ?? undefined,
    find: ({ email, prospectId }) =>
      read('open = 1 AND email = ? LIMIT 1', email)[0] ??
      (prospectId === null ? undefined : read('open = 1 AND prospect = ? LIMIT 1', prospectId)[0]),
    put(one) {
      sql.exec(
        'INSERT OR REPLACE INTO invitations VALUES (?, ?, ?, ?, ?, ?)',
        one.id,
        one.email,
        one.prospectId,
        Number(one.cancelledBy === null),
        one.status,
        JSON.stringify(one),
      )
    },
    count: () => sql.exec<{ n: number }>('SELECT count(*) AS n FROM invitations').one().n,
    unanswered: (most) => read("status = 'PENDING' ORDER BY id LIMIT ?", most),
  }
}

/** @returns an invitation, whatever became of it, or null. */
export const readInvitation = (sql: SqlStorage, id: string): Invitation | null => {
  const [row] = sql.exec<Row>('SELECT value FROM invitations WHERE id = ?', id).toArray()
  return row === undefined ? null : (JSON.parse(row.value) as Invitation)
}

/** @returns invitations in the order of their ids, whatever became of them: those after one, so many at most. */
export const invitationsAfter = (sql: SqlStorage, after: string, limit: number): Invitation[] =>
  sql
    .exec<Row>('SELECT value FROM invitations WHERE id > ? ORDER BY id LIMIT ?', after, limit)
    .toArray()
    .map(({ value }) => JSON.parse(value) as Invitation)
