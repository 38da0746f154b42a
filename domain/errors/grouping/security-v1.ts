import type { GroupingComponent, NormalizedEvent } from '../../../contract/occurrences.ts'
import { branch, ignored, leaf } from './component-v1.ts'

function field(report: Record<string, unknown>, name: string): string {
  const value = report[name]
  return typeof value === 'string' ? value : ''
}

function hostOf(uri: string): string {
  return /^(?:[a-z][a-z0-9+.-]{0,30}:)?\/\/([^/?#]*)/i.exec(uri)?.[1]?.replace(/^.*@/, '').toLowerCase() ?? ''
}

/** The host that was blocked; `self` for the page's own; the scheme alone where there is no host (`data:`, `blob:`). */
function blockedParty(blocked: string, document: string): string {
  const host = hostOf(blocked)
  if (blocked === '' || blocked === 'self' || (host !== '' && host === hostOf(document))) return 'self'
  if (host !== '') return host
  const scheme = /^([a-z][a-z0-9+.-]{0,30}):/i.exec(blocked)?.[1]
  return scheme === undefined ? blocked : `${scheme.toLowerCase()}:`
}

/** Scripts of the page itself are blocked for being inline or for using eval, which the policy names. */
function localScriptViolation(directive: string, blocked: string, violated: string): string | undefined {
  if (!directive.startsWith('script-src')) return undefined
  if (blocked === 'inline' || blocked === 'eval') return `unsafe-${blocked}`
  if (blocked !== '' && blocked !== 'self') return undefined
  if (violated.includes("'unsafe-inline'")) return 'unsafe-inline'
  return violated.includes("'unsafe-eval'") ? 'unsafe-eval' : undefined
}

/** A content security policy report: the directive, and what it stopped. */
export function cspComponent(event: NormalizedEvent): GroupingComponent | undefined {
  if (event.csp === undefined) return undefined
  const violated = field(event.csp, 'violated_directive')
  const directive = field(event.csp, 'effective_directive') || violated.split(' ', 1)[0] || 'unknown'
  const blocked = field(event.csp, 'blocked_uri')
  const party = blockedParty(blocked, field(event.csp, 'document_uri'))
  const violation = localScriptViolation(directive, blocked, violated)
  const what =
    violation === undefined
      ? [leaf('uri', party)]
      : [leaf('violation', `'${violation}'`), ignored('uri', party, 'ignored because the violation says more')]
  return branch('csp', [leaf('salt', directive), ...what])
}
