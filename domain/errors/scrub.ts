import type { NormalizedEvent, RequestInfo, Stacktrace } from '../../contract/occurrences.ts'
import { filtered, scrubMembers, scrubValue } from './scrub/members.ts'
import { FILTERED, sensitive, sensitiveCookie } from './scrub/sensitive-key.ts'
import { scrubText } from './scrub/text.ts'

/**
 * Takes secrets out of an event before it is stored: whole values under sensitive names, and what is known by its form
 * in the texts where apps put data. Code, names of functions, versions and ids of traces stay. Needs an event that was
 * normalized, because it relies on its types and its depth, and on members without a rule being scrubbed already.
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
  for (const thread of event.threads?.values ?? []) scrubTrace(thread.stacktrace)
  scrubBreadcrumbs(event)
  if (event.request !== undefined) scrubRequest(event.request)
  scrubContexts(event)
  // Annotations may repeat the original of a value.
  if (event._meta !== undefined) event._meta = scrubValue(event._meta)
  return event
}

function scrubMessage({ logentry }: NormalizedEvent): void {
  if (logentry === undefined) return
  if (logentry.message !== undefined) logentry.message = scrubText(logentry.message)
  if (logentry.formatted !== undefined) logentry.formatted = scrubText(logentry.formatted)
  scrubValue(logentry.params)
}

function scrubExceptions({ exception }: NormalizedEvent): void {
  for (const value of exception?.values ?? []) {
    if (value.value !== undefined) value.value = scrubText(value.value)
    scrubMembers(value.mechanism?.data)
    scrubMembers(value.mechanism?.meta)
    scrubTrace(value.stacktrace)
    scrubTrace(value.raw_stacktrace)
  }
}

function scrubTrace(trace: Stacktrace | undefined): void {
  for (const frame of trace?.frames ?? []) scrubMembers(frame.vars)
}

function scrubBreadcrumbs({ breadcrumbs }: NormalizedEvent): void {
  for (const crumb of breadcrumbs?.values ?? []) {
    if (crumb.message !== undefined) crumb.message = scrubText(crumb.message)
    scrubMembers(crumb.data)
  }
}

function scrubRequest(request: RequestInfo): void {
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
