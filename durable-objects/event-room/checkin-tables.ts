/**
 * Makes the tables of who is let in where, and of what happens at the doors. `passed` of a scan: nothing but earlier
 * passages speaks for or against it.
 */
export const makeCheckinTables = (sql: SqlStorage): void => {
  sql.exec('CREATE TABLE IF NOT EXISTS checkin_lists (id TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID')
  sql.exec(`CREATE TABLE IF NOT EXISTS scans (n INTEGER PRIMARY KEY AUTOINCREMENT, nonce TEXT NOT NULL UNIQUE,
    list TEXT NOT NULL, ticket TEXT, at INTEGER NOT NULL, direction TEXT NOT NULL, forced INTEGER NOT NULL,
    passed INTEGER NOT NULL, result TEXT NOT NULL, used_at INTEGER, received_at INTEGER NOT NULL, device TEXT, actor TEXT)`)
  sql.exec('CREATE INDEX IF NOT EXISTS scans_passed ON scans (list, ticket) WHERE passed = 1')
  sql.exec(`CREATE TABLE IF NOT EXISTS attendance (list TEXT NOT NULL, ticket TEXT NOT NULL, type TEXT NOT NULL,
    entries INTEGER NOT NULL, present INTEGER NOT NULL, first_at INTEGER, PRIMARY KEY (list, ticket)) WITHOUT ROWID`)
}
