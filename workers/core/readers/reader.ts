import type { LoggedEvent } from '../../../contract/domain-events.ts'
import type { Outcome } from '../../../domain/events/reader.ts'
import type { Start } from '../../../platform/db/readers.ts'

/** Something that reads the log: told of every event at least once, in the order of the log. */
export interface Reader {
  name: string
  start: Start
  read(env: Env, events: LoggedEvent[], cursor: number): Promise<Read>
}

/** What became of a batch; `statements` are kept together with the cursor, and only if nobody moved it meanwhile. */
export interface Read {
  outcome: Outcome
  statements?: D1PreparedStatement[]
}
