import type { NormalizedEvent, RequestInfo, Stacktrace } from '../../contract/occurrences.ts'
import type { JsonObject } from '../json-object.ts'
import { breadcrumbShape } from './normalize/breadcrumbs.ts'
import { exceptionShape, mechanismShape, threadShape } from './normalize/exception.ts'
import { debugMeta, sdk, sdkPackage, template } from './normalize/fields.ts'
import { KNOWN_OF_VALUES } from './normalize/lists.ts'
import { entryShape } from './normalize/message.ts'
import { requestShape } from './normalize/request.ts'
import { frameShape, traceShape } from './normalize/stacktrace.ts'
import { KNOWN_OF_EVENT } from './normalize.ts'
import { FILTERED, sensitive, sensitiveCookie } from './scrub/sensitive-key.ts'
import { isCard, scrubText } from './scrub/text.ts'

/**
 * Takes secrets out of an event before it is stored: whole values under sensitive names, and what is known by its form
 * in the texts where apps put data. Code, names of functions, versions and ids of traces stay. Needs an event that was
 * normalized, because it relies on its types and its depth.
 *
 * @returns the same event, changed in place.
 */
export function scrub(event: NormalizedEvent): NormalizedEvent {
  const { tags, extra, csp, user, transaction_info: info } = event
  for (const bag of [tags, extra, csp, user?.data, user?.geo, info]) scrubMembers(bag)
  if (event.transaction !== undefined) event.transaction = scrubText(event.transaction)
  if (event.culprit !== undefined) event.culprit = scrubText(event.culprit)
  scrubMessage(event)
  scrubExceptions(event)
  scrubTrace(event.stacktrace)
  for (const thread of event.threads?.values ?? []) {
    scrubOthers(thread, threadShape.known)
    scrubTrace(thread.stacktrace)
  }
  scrubBreadcrumbs(event)
  if (event.request !== undefined) scrubRequest(event.request)
  scrubContexts(event)
  scrubOthersOf(event)
  // Annotations may repeat the original of a value.
  if (event._meta !== undefined) event._meta = scrubValue(event._meta)
  return event
}

function scrubValue(value: unknown): unknown {
  if (typeof value === 'string') return scrubText(value)
  if (typeof value === 'number') return isCard(value) ? FILTERED : value
  if (typeof value !== 'object' || value === null) return value
  if (!Array.isArray(value)) return scrubMembers(value as JsonObject)
  for (let index = 0; index < value.length; index++) value[index] = scrubValue(value[index])
  return value
}

function scrubMembers(bag: JsonObject | undefined): JsonObject | undefined {
  for (const key in bag) scrubMember(bag, key)
  return bag
}

function scrubMember(bag: JsonObject, key: string): void {
  const value = bag[key]
  const kept = sensitive(key) ? filtered(value) : scrubValue(value)
  if (kept !== value) bag[key] = kept
}

/** Members that a shape does not know are data of the app, wherever they stand. */
function scrubOthers(holder: object | undefined, known: ReadonlySet<string>): void {
  const bag = holder as JsonObject | undefined
  for (const key in bag) if (!known.has(key)) scrubMember(bag, key)
}

function scrubOthersOf(event: NormalizedEvent): void {
  scrubOthers(event, KNOWN_OF_EVENT)
  for (const list of [event.exception, event.threads, event.breadcrumbs]) scrubOthers(list, KNOWN_OF_VALUES)
  scrubOthers(event.logentry, entryShape.known)
  scrubOthers(event.template, template.known)
  scrubOthers(event.debug_meta, debugMeta.known)
  scrubOthers(event.sdk, sdk.known)
  for (const each of event.sdk?.packages ?? []) scrubOthers(each, sdkPackage.known)
}

/** Nothing, true and false are no secrets, and readers want to see them. */
const filtered = (value: unknown): unknown =>
  value === null || value === '' || typeof value === 'boolean' ? value : FILTERED

function scrubMessage({ logentry }: NormalizedEvent): void {
  if (logentry === undefined) return
  if (logentry.message !== undefined) logentry.message = scrubText(logentry.message)
  if (logentry.formatted !== undefined) logentry.formatted = scrubText(logentry.formatted)
  scrubValue(logentry.params)
}

function scrubExceptions({ exception }: NormalizedEvent): void {
  for (const value of exception?.values ?? []) {
    scrubOthers(value, exceptionShape.known)
    if (value.value !== undefined) value.value = scrubText(value.value)
    scrubOthers(value.mechanism, mechanismShape.known)
    scrubMembers(value.mechanism?.data)
    scrubMembers(value.mechanism?.meta)
    scrubTrace(value.stacktrace)
    scrubTrace(value.raw_stacktrace)
  }
}

function scrubTrace(trace: Stacktrace | undefined): void {
  scrubOthers(trace, traceShape.known)
  for (const frame of trace?.frames ?? []) {
    scrubOthers(frame, frameShape.known)
    scrubMembers(frame.vars)
  }
}

function scrubBreadcrumbs({ breadcrumbs }: NormalizedEvent): void {
  for (const crumb of breadcrumbs?.values ?? []) {
    scrubOthers(crumb, breadcrumbShape.known)
    if (crumb.message !== undefined) crumb.message = scrubText(crumb.message)
    scrubMembers(crumb.data)
  }
}

function scrubRequest(request: RequestInfo): void {
  scrubOthers(request, requestShape.known)
  if (request.url !== undefined) request.url = scrubText(request.url)
  if (request.fragment !== undefined) request.fragment = scrubText(request.fragment)
  if (request.data !== undefined) request.data = scrubValue(request.data)
  scrubMembers(request.env)
  scrubPairs(request.headers, sensitive)
  scrubPairs(request.query_string, sensitive)
  scrubPairs(request.cookies, sensitiveCookie)
}

function scrubPairs(pairs: [string, string][] | undefined, isSecret: (name: string) => boolean): void {
  for (const pair of pairs ?? []) {
    if (pair[1] !== '') pair[1] = isSecret(pair[0]) ? FILTERED : scrubText(pair[1])
  }
}

function scrubContexts({ contexts }: NormalizedEvent): void {
  for (const name in contexts) {
    const context = contexts[name]
    if (context === undefined) continue
    if (name === 'trace') scrubValue(context.data)
    else if (sensitive(name)) for (const key in context) context[key] = filtered(context[key])
    else scrubMembers(context)
  }
}
