/** A fact that happened, in the CloudEvents 1.0 JSON format (https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md). */
export interface CloudEvent {
  specversion: '1.0'
  id: string
  source: string
  type: string
  subject: string
  /** RFC 3339. */
  time: string
  datacontenttype: 'application/json'
  data: unknown
}

/** A row of the log, as stored. `time` in milliseconds since 1970, `data` as JSON text. */
export interface LoggedEvent {
  position: number
  id: string
  organisationId: string
  type: string
  subject: string
  actor: string | null
  time: number
  data: string
}
