import type { CloudEvent } from '../../../contract/domain-events.ts'
import type { WrittenEvent } from '../api/log.ts'
import type { JsonSchema } from './schema-fields.ts'

/** An event that is being written; empty texts are left to the server. */
export interface Draft {
  data: unknown
  subject: string
  partitionkey: string
  source: string
}

/** What a new event begins with: the example of its type, or nothing. */
export const emptyDraft = (schema: (JsonSchema & { examples?: unknown[] }) | undefined): Draft => ({
  data: schema?.examples?.[0] ?? {},
  subject: '',
  partitionkey: '',
  source: '',
})

/** An event like one that was logged. */
export const draftLike = ({ data, subject, partitionkey }: CloudEvent): Draft => ({
  data,
  subject,
  partitionkey: partitionkey === subject ? '' : partitionkey,
  source: '',
})

/** An event as one publishes it: the id is given here, so that sending it twice makes one event. */
export function written({ data, subject, partitionkey, source }: Draft, type: string, id: string): WrittenEvent {
  const texts = Object.entries({ subject, partitionkey, source }).map(([name, text]) => [name, text.trim()])
  return { id, type, data, ...Object.fromEntries(texts.filter(([, text]) => text !== '')) }
}
