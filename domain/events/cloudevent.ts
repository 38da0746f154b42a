import type { CloudEvent, LoggedEvent } from '../../contract/domain-events.ts'

/** The wire form of a logged fact (CloudEvents 1.0, structured JSON). */
export function cloudEvent({ id, organisationId, type, subject, time, data }: LoggedEvent): CloudEvent {
  return {
    specversion: '1.0',
    id,
    source: `/organizations/${organisationId}`,
    type,
    subject,
    time: new Date(time).toISOString(),
    datacontenttype: 'application/json',
    data: JSON.parse(data),
  }
}

/** The topic of the live feed that carries events of this type. */
export function topicOf(type: string): string {
  return type.startsWith('issue.') ? 'issues' : 'activity'
}
