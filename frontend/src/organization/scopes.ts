import type { Action } from '../../../domain/identity/access.ts'
import type { Messages } from '../i18n/language.tsx'

type Words = Messages['organization']['keys']

/** What an API key may be given, by what it is about; a test holds this to the API's own list. */
export const SCOPE_GROUPS = {
  organization: ['organization.read'],
  member: ['member.read'],
  project: ['project.read', 'project.create', 'project.manage'],
  key: ['key.read', 'key.manage'],
  issue: ['issue.read', 'issue.triage'],
  deadletter: ['deadletter.read', 'deadletter.redrive'],
  error: ['error.report'],
  live: ['live.read'],
  log: ['log.read'],
  event: ['event.read', 'event.manage', 'event.publish'],
  reader: ['reader.read'],
  replay: ['replay.read', 'replay.manage'],
  booking: ['booking.read', 'booking.manage'],
  checkin: ['checkin.scan'],
} as const satisfies Record<keyof Words['groups'], readonly Action[]>

export const ALL_SCOPES: readonly string[] = Object.values(SCOPE_GROUPS).flat()

export const READING_SCOPES = ALL_SCOPES.filter((scope) => scope.endsWith('.read'))

const part = (names: Record<string, string>, word: string | undefined) => names[word ?? ''] ?? word ?? ''

/** The verb of a scope, such as “Read”; one we do not know keeps its own word. */
export const scopeVerb = (scope: string, words: Words) => part(words.actions, scope.split('.')[1])

/** A scope as people read it: “Issues: Triage”. */
export function scopeName(scope: string, words: Words): string {
  return words.scopeName(part(words.groups, scope.split('.')[0]), scopeVerb(scope, words))
}
