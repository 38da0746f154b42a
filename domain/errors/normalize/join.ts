import type { NormalizedEvent } from '../../../contract/occurrences.ts'
import { isJsonObject, type JsonObject } from '../../json-object.ts'
import { isAddress } from './user.ts'

/** What is known of the sender besides the event. */
interface Sender {
  client?: string
  remoteAddress?: string
}

/** Lets the fields of an event say what others leave open; changes the event. `source` is what the client sent. */
export function joinFields(event: NormalizedEvent, source: JsonObject, context: Sender): void {
  joinAddress(event, source, context.remoteAddress)
  const { environment } = event.tags
  if (event.environment === undefined && environment !== undefined) {
    event.environment = environment.slice(0, 64)
    delete event.tags.environment
  }
  if (event.sdk === undefined && context.client) event.sdk = sdkOfClient(context.client)
  const [only, another] = event.exception?.values ?? []
  // The first protocols kept the trace of the one exception beside it.
  if (event.stacktrace !== undefined && only !== undefined && another === undefined && only.stacktrace === undefined) {
    event.exception = { values: [{ ...only, stacktrace: event.stacktrace }] }
    delete event.stacktrace
  }
}

/** The user's address from where the SDK put it, or from the sender if the SDK asks to infer it. */
function joinAddress(event: NormalizedEvent, source: JsonObject, remoteAddress: string | undefined): void {
  const seen = event.request?.env?.REMOTE_ADDR
  const settings = isJsonObject(source.sdk) ? source.sdk.settings : undefined
  const infer = isJsonObject(settings) && settings.infer_ip === 'auto'
  const address = seen === '{{auto}}' ? remoteAddress : (seen ?? (infer ? remoteAddress : undefined))
  if (seen === '{{auto}}' && event.request?.env !== undefined) {
    event.request = { ...event.request, env: { ...event.request.env, REMOTE_ADDR: remoteAddress ?? null } }
  }
  if (typeof address !== 'string' || !isAddress(address) || event.user?.ip_address !== undefined) return
  event.user = { ...event.user, ip_address: address }
}

function sdkOfClient(client: string): NonNullable<NormalizedEvent['sdk']> {
  const slash = client.lastIndexOf('/')
  const [name, version] = slash > 0 ? [client.slice(0, slash), client.slice(slash + 1)] : [client, '']
  return version === '' ? { name: name.slice(0, 256) } : { name: name.slice(0, 256), version: version.slice(0, 256) }
}
