import type { BatchItem } from 'drizzle-orm/batch'
import type { LoggedEvent } from '../../../contract/domain-events.ts'
import type { Outcome } from '../../../domain/events/reader.ts'
import type { Database } from '../../../platform/db/commit.ts'
import type { ReaderRow, Start } from '../../../platform/db/readers.ts'

/** Something that reads the log: told of every event at least once, in the order of the log. */
export interface Reader {
  name: string
  start: Start
  /** @param stand where it stood when the events were read: what its statements must ask for, if they count */
  read(env: Env, events: LoggedEvent[], stand: Stand): Promise<Read>
  /** Statements that take back what reading the events after a position did, where doing it twice would count twice. */
  undo?(db: Database, stand: Stand, after: number): BatchItem<'sqlite'>[]
}

/** Name, cursor and epoch of a reader. */
export type Stand = Pick<ReaderRow, 'name' | 'cursor' | 'epoch'>

/** What became of a batch; `statements` are kept together with the cursor, and only if nobody moved it meanwhile. */
export interface Read {
  outcome: Outcome
  statements?: D1PreparedStatement[]
}
