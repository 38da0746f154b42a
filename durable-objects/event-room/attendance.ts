import { type Attendance, NEVER_CAME } from '../../domain/booking/check-in.ts'

/** @returns where a ticket stands at a list. */
export const attendanceOf = (sql: SqlStorage, list: string, ticket: string): Attendance => {
  const [row] = sql
    .exec<{ entries: number; present: number; first_at: number | null }>(
      'SELECT entries, present, first_at FROM attendance WHERE list = ? AND ticket = ?',
      list,
      ticket,
    )
    .toArray()
  return row === undefined
    ? NEVER_CAME
    : { entries: row.entries, present: row.present === 1, firstEntryAt: row.first_at }
}
