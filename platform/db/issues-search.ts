import type { SearchTerm } from '../../domain/errors/search.ts'

/** A piece of a WHERE clause over `issues AS i` and `projects AS p`, with the values of its question marks. */
export interface Condition {
  sql: string
  values: (string | number)[]
}

const HAS_FACET = 'EXISTS (SELECT 1 FROM issue_tags AS t, json_each(t.tags) AS f WHERE t.issue_id = i.id AND f.key = ?)'

/** @returns one condition for each term; all of them have to hold. */
export const searchConditions = (terms: SearchTerm[]): Condition[] =>
  terms.map((term) => {
    const { sql, values } = condition(term)
    return { sql: term.negated ? `NOT coalesce((${sql}), false)` : sql, values }
  })

const condition = ({ field, value }: SearchTerm): Condition => {
  switch (field) {
    case 'level':
      return { sql: 'i.level = ?', values: [value] }
    case 'platform':
      return { sql: 'lower(i.platform) = ?', values: [value] }
    case 'release':
      return { sql: `? IN (i.first_release, i.last_release) OR ${HAS_FACET}`, values: [value, `release=${value}`] }
    case 'environment':
      return { sql: `i.environment = ? OR ${HAS_FACET}`, values: [value, `environment=${value}`] }
    case 'user':
      return userCondition(value)
    case 'has':
    case 'tag':
      return { sql: HAS_FACET, values: [value] }
    case 'event':
      return {
        sql: 'i.id = (SELECT o.issue_id FROM occurrences AS o WHERE o.project_id = i.project_id AND o.event_id = ?)',
        values: [value],
      }
    case 'text':
      return textCondition(value)
  }
}

// `user:42` asks for whatever the SDK knew the person by; `user.email:…` arrives with its kind in front.
const userCondition = (value: string): Condition => {
  const users = ['id', 'email', 'username', 'ip'].some((kind) => value.startsWith(`${kind}:`))
    ? [value]
    : [`id:${value}`, `email:${value}`, `username:${value}`, `ip:${value}`]
  return {
    sql: 'EXISTS (SELECT 1 FROM issue_users AS u WHERE u.issue_id = i.id AND u.user IN (SELECT value FROM json_each(?)))',
    values: [JSON.stringify(users)],
  }
}

// Not LIKE: D1 refuses patterns of more than 50 bytes, and people paste whole titles.
const textCondition = (value: string): Condition => ({
  sql: `instr(lower(i.title), lower(?)) > 0 OR instr(lower(i.culprit), lower(?)) > 0 OR upper(p.slug) || '-' || i.number = ?`,
  values: [value, value, value.toUpperCase()],
})
