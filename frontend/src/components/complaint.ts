import type { ApiError } from '../api/problem.ts'
import type { Messages } from '../i18n/en.ts'

type Words = Messages['shell']['refused']

/** The field that a refusal of the whole request is about. */
const about: Record<string, readonly string[]> = {
  email_taken: ['email'],
  username_taken: ['username'],
  wrong_password: ['password', 'currentPassword'],
  invalid_code: ['code'],
}

const isKnown = (code: string, words: Words): code is keyof Words & string => Object.hasOwn(words, code)

const inWords = (code: string, words: Words) => (isKnown(code, words) ? words[code] : undefined)

const fieldOf = (pointer: string) => pointer.replace(/^#?\/(body\/)?/, '')

/** What is wrong with one field of a form, in the reader's language where the reason is a known one. */
export function complaintOf(error: ApiError | null, field: string, words: Words): string | undefined {
  const problem = error?.problem
  if (problem === undefined) return undefined
  const named = problem.errors?.find(({ pointer }) => fieldOf(pointer) === field)
  if (named !== undefined) return inWords(named.code, words) ?? named.detail
  return about[problem.code]?.includes(field) ? inWords(problem.code, words) : undefined
}

/** What is wrong with the form as a whole; nothing where one of its `fields` says it already. */
export function refusalOf(error: ApiError | null, fields: readonly string[], words: Words): string | undefined {
  const problem = error?.problem
  if (problem === undefined || fields.some((field) => complaintOf(error, field, words) !== undefined)) return undefined
  if (problem.status === 0) return words.offline
  return inWords(problem.code, words) ?? problem.detail ?? problem.title
}
