import type { CatalogueEntry } from '../../../contract/catalogue/entry.ts'
import type { CloudEvent } from '../../../contract/domain-events.ts'
import { cloudEvent } from '../../../domain/events/cloudevent.ts'

/** @returns what an event of a type looks like on the wire, for documents. */
export const exampleEvent = (type: string, { aggregate, example }: CatalogueEntry): CloudEvent => {
  // Data begins with the id of the thing it happened to.
  const subject = String(Object.values(example)[0])
  return cloudEvent({
    position: 1,
    id: 'e_0Zk3vQ9sLw',
    organisationId: 'o_2aB7',
    type,
    aggregate,
    partitionKey: subject,
    sequence: 1,
    source: null,
    subject,
    actor: 'u_4fQ2',
    time: Date.UTC(2027, 5, 1, 18),
    loggedAt: Date.UTC(2027, 5, 1, 18),
    correlationId: '9f1c2d3e4b5a69788796a5b4c3d2e1f0',
    causationId: null,
    traceparent: '00-9f1c2d3e4b5a69788796a5b4c3d2e1f0-00f067aa0ba902b7-01',
    extensions: null,
    data: JSON.stringify(example),
  })
}
