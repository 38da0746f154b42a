import type { CloudEvent, LoggedEvent } from '../../contract/domain-events.ts'

/** Digits that hold every sequence there will be. */
const SEQUENCE_DIGITS = 10

/**
 * The wire form of a logged fact: CloudEvents 1.0, structured JSON, with the documented extensions partitioning,
 * sequence and distributed tracing, and `actor`, `correlationid`, `causationid` and `replay` of our own.
 */
export function cloudEvent(event: LoggedEvent, { replay = false } = {}): CloudEvent {
  const { id, organisationId, type, subject, time, sequence, actor, traceparent, correlationId, causationId } = event
  return {
    ...(event.extensions !== null && (JSON.parse(event.extensions) as Record<string, unknown>)),
    specversion: '1.0',
    id,
    source: event.source ?? sourceOf(organisationId),
    type,
    subject,
    time: new Date(time).toISOString(),
    datacontenttype: 'application/json',
    partitionkey: event.partitionKey,
    ...(sequence !== null && { sequence: String(sequence).padStart(SEQUENCE_DIGITS, '0') }),
    ...(actor !== null && { actor }),
    ...(traceparent !== null && { traceparent }),
    ...(correlationId !== null && { correlationid: correlationId }),
    ...(causationId !== null && { causationid: causationId }),
    ...(replay && { replay: true as const }),
    data: JSON.parse(event.data),
  }
}

/** @returns the CloudEvents source of an organisation's own facts. */
export const sourceOf = (organisationId: string): string => `/organizations/${organisationId}`
