import type { Occurrence } from '../api/shapes.ts'
import { Attachments } from './attachments.tsx'
import { Breadcrumbs } from './breadcrumbs.tsx'
import { Contexts } from './contexts.tsx'
import { Exceptions } from './exceptions.tsx'
import { Facts, Tags, User } from './highlights.tsx'
import { Message } from './message.tsx'
import { Notes } from './notes.tsx'
import { payloadOf } from './payload.ts'
import { RawJson } from './raw-json.tsx'
import { Request } from './request.tsx'
import { BareTrace, Threads } from './threads.tsx'

/** One occurrence, in the order in which people look for the reason. */
export function OccurrenceView({ occurrence }: { occurrence: Occurrence }) {
  const event = payloadOf(occurrence)
  return (
    <div className="grid min-w-0 gap-4">
      <Facts event={event} />
      <Notes notes={event.errors ?? []} />
      <Message event={event} />
      <Exceptions event={event} />
      <BareTrace event={event} />
      <Threads event={event} />
      <Breadcrumbs crumbs={event.breadcrumbs?.values ?? []} />
      {event.request != null && <Request request={event.request} />}
      <Tags tags={event.tags ?? {}} />
      {event.user != null && <User user={event.user} />}
      <Contexts event={event} />
      <Attachments files={occurrence.attachments} />
      <RawJson payload={occurrence.payload} />
    </div>
  )
}
