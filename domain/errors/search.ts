import type { IssueStatus } from '../../contract/issues.ts'
import { failed, ok, type Result } from '../result.ts'

/** What one word of a search asks for. */
export type SearchField = 'text' | 'level' | 'platform' | 'release' | 'environment' | 'user' | 'has' | 'tag' | 'event'

export interface SearchTerm {
  field: SearchField
  /** Lower case for levels and platforms, otherwise as typed; for a tag `key=value`; for a user `id:…`, `email:…` and so on. */
  value: string
  /** Written with `!` in front: what does not match. */
  negated: boolean
}

export interface IssueSearch {
  /** From `is:`; null where the search does not say. */
  status: IssueStatus | 'all' | null
  terms: SearchTerm[]
}

export interface SearchRefused {
  reason: 'unknown_status' | 'too_many_terms' | 'empty_value'
  word: string
}

/** Each term is a condition in SQL, and a query of D1 takes at most a hundred parameters. */
const MOST_TERMS = 15

// A colon before two slashes belongs to a URL.
const WORD = /(!?)(?:([\w.-]+):(?!\/\/))?(?:"([^"]*)"|(\S+))/g
const STATUSES: readonly string[] = ['unresolved', 'resolved', 'ignored', 'all'] satisfies (IssueStatus | 'all')[]
const COLUMNS: readonly string[] = ['level', 'platform', 'release', 'environment', 'has']
const USER = /^user\.(id|email|username|ip)$/

/**
 * Parses the text of an issue search, in the form Sentry users know (https://docs.sentry.io/concepts/search/):
 * `is:unresolved level:error user.email:a@b.example browser:"Firefox 130" !release:1.0 words of the title`.
 * Keys that are no field of ours are tags.
 */
export const parseIssueSearch = (text: string): Result<IssueSearch, SearchRefused> => {
  const search: IssueSearch = { status: null, terms: [] }
  for (const [word, bang = '', key, quoted, bare] of text.matchAll(WORD)) {
    const value = (quoted ?? bare ?? '').trim()
    if (value === '') return failed({ reason: 'empty_value', word })
    if (key === 'is') {
      if (!isStatus(value)) return failed({ reason: 'unknown_status', word })
      search.status = value
    } else {
      search.terms.push({ ...term(key, value), negated: bang !== '' })
    }
  }
  if (search.terms.length > MOST_TERMS) return failed({ reason: 'too_many_terms', word: '' })
  return ok(search)
}

const isStatus = (value: string): value is IssueStatus | 'all' => STATUSES.includes(value)

const isColumn = (key: string): key is 'level' | 'platform' | 'release' | 'environment' | 'has' => COLUMNS.includes(key)

const term = (key: string | undefined, value: string): Omit<SearchTerm, 'negated'> => {
  if (key === undefined) return /^[0-9a-f]{32}$/i.test(value) ? event(value) : { field: 'text', value }
  if (key === 'id' || key === 'event.id') return event(value)
  if (key === 'message' || key === 'title') return { field: 'text', value }
  if (key === 'level' || key === 'platform') return { field: key, value: value.toLowerCase() }
  if (isColumn(key)) return { field: key, value }
  const [, kind] = USER.exec(key) ?? []
  if (kind !== undefined) return { field: 'user', value: `${kind}:${value}` }
  if (key === 'user') return { field: 'user', value }
  return { field: 'tag', value: `${key}=${value}` }
}

const event = (id: string) => ({ field: 'event', value: id.toLowerCase().replaceAll('-', '') }) as const
