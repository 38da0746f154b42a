/** What stands in the place of a secret. */
export const FILTERED = '[Filtered]'

/** Cheap first look: a name without any of these parts is never sensitive. */
const HINT = /pass|secret|key|token|auth|cred|pwd|bearer|cookie|[cx]srf|sess|jwt|ssn|cv[vc]|card/i

/** Found anywhere in a name, whatever separates its words. */
const ANYWHERE =
  /password|passwd|passphrase|secret|apikey|accesskey|privatekey|credential|mysqlpwd|bearer|authorization|[cx]srf|sess(?:ion)?id|creditcard|cardnumber/

/** Whole words: as parts of words they are harmless (`author`, `tokenizer`). */
const WORDS = new Set(['auth', 'oauth', 'oauth2', 'authentication', 'pwd', 'jwt', 'ssn', 'cvv', 'cvc'])

/** Last words: with more behind them they describe the thing (`token_count`, `cookie_policy`). */
const LAST_WORDS = new Set(['token', 'tokens', 'cookie', 'cookies'])

const TOKEN_ITSELF = new Set(['value', 'string', 'hash', 'data', 'raw', 'id'])

/** Counters of language models: `max_tokens`, `prompt_tokens`. */
const COUNTED_TOKENS = new Set(
  'max min total num n count used input output prompt completion cached reasoning context remaining generated'.split(
    ' ',
  ),
)

/**
 * Whether what stands under this name is a secret, by the names Sentry scrubs by default
 * (https://docs.sentry.io/security-legal-pii/scrubbing/server-side-scrubbing/), with `auth`, `token` and `cookie`
 * read as words. The first 128 characters of a name decide.
 */
export function isSensitiveKey(name: string): boolean {
  const key = name.length > 128 ? name.slice(0, 128) : name
  if (!HINT.test(key)) return false
  const spaced = key.replace(/([a-z\d])([A-Z])/g, '$1 $2').toLowerCase()
  const words = spaced.split(/[^a-z\d]+/).filter((word) => word !== '')
  return ANYWHERE.test(words.join('')) || words.some((word) => WORDS.has(word)) || endsInSecret(words)
}

function endsInSecret(words: string[]): boolean {
  const last = words.at(-1) ?? ''
  const before = words.at(-2) ?? ''
  if (last === 'tokens') return !COUNTED_TOKENS.has(before)
  return LAST_WORDS.has(last) || (before === 'token' && TOKEN_ITSELF.has(last))
}

/** Names repeat from event to event; hostile ones do not, so the memory is emptied when it is full. */
const remembered = new Map<string, boolean>()
const REMEMBERED = 4000

/** `isSensitiveKey`, remembered. */
export function sensitive(name: string): boolean {
  const known = remembered.get(name)
  if (known !== undefined) return known
  if (name.length > 128) return isSensitiveKey(name)
  if (remembered.size >= REMEMBERED) remembered.clear()
  const found = isSensitiveKey(name)
  remembered.set(name, found)
  return found
}

const SESSION_COOKIE = /sess|sid$|^sid|auth|token|jwt|remember/i

/** Cookies are sensitive under more names, because a session by any name opens the account. */
export const sensitiveCookie = (name: string): boolean => sensitive(name) || SESSION_COOKIE.test(name)
