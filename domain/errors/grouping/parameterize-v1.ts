import { LIMITS } from '../../../contract/limits.ts'

/** Two-letter and generic top-level domains that are not at the same time common names of properties or file endings. */
const TLDS =
  'com|net|org|edu|gov|mil|biz|xyz|dev|cloud|internal|local|jp|de|uk|fr|br|ru|es|pl|ca|au|cn|co|nl|eu|ch|kr|cz|mx|tv|se|tr|tw|al|' +
  'ua|ir|vn|cl|sk|ly|cc|fi|us|pt|dk|ar|hu|tk|gr|il|ro|ie|za|nz|sg|ee|th|io|pe|bg|hk|lt|ph|si|mobi|by|la|ga|cf|hr|ng|kz|ae|lv|fm|ai'
const DAY = '(?:(?:Mon|Fri|Sun)(?:day)?|Tue(?:sday)?|Wed(?:nesday)?|Thu(?:rsday)?|Sat(?:urday)?)'
const MONTH =
  '(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sep(?:tember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)'
const CLOCK = '\\d{1,2}:[0-5]\\d(?::[0-6]\\d(?:[.,]\\d{1,9})?)?'
const ZONE = '(?:GMT(?:[+-]\\d{4})?|UTC?|[ECMP][SD]T|Z|[+-]\\d{2}:?\\d{2})'
const DATES = [
  // RFC 3339 and its relatives: a space for the T, no seconds, basic form.
  `\\d{4}-[01]\\d-[0-3]\\d(?:[T ][0-2]\\d:[0-5]\\d(?::[0-6]\\d(?:[.,]\\d{1,9})?)?(?: ?${ZONE})?)?(?!\\d)`,
  `\\d{4}[01]\\d[0-3]\\dT[0-2]\\d[0-5]\\d(?:[0-6]\\d(?:[.,]\\d{1,9})?)?${ZONE}?(?!\\d)`,
  `(?:\\d{1,2}/\\d{1,2}/\\d{4}|\\d{4}/\\d{2}/\\d{2})(?:,? ${CLOCK}(?: ?[aApP][mM]\\b)?)?(?!\\d)`,
  // RFC 822, 850, 1123.
  `(?:${DAY}, )?\\d{1,2}[ -]${MONTH}[ -]\\d{2,4}(?:,? ${CLOCK}(?: ${ZONE})?)?(?![0-9A-Za-z])`,
  // ctime, syslog, and what JavaScript's Date prints.
  `(?:${DAY},? )?${MONTH} {1,2}\\d{1,2}(?:,? \\d{4})?(?: ${CLOCK}(?: ${ZONE})?(?: \\d{4})?(?: \\([^)\\n]{1,64}\\))?)?(?![0-9A-Za-z])`,
  // A time of day, but not the line and column behind a file name.
  `(?<![\\d:.])(?:[01]?\\d|2[0-3]):[0-5]\\d(?::[0-5]\\d(?:[.,]\\d{1,9})?)?(?: ?[aApP][mM]\\b)?(?![\\d:])`,
  `datetime\\.datetime\\([^)\\n]{0,120}\\)`,
]
const OCTET = '(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)'
const IPV4 = `(?:${OCTET}\\.){3}${OCTET}(?![\\w.]\\d)`
const IPV6 =
  '(?<![\\w:])(?:(?:[0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4}|' +
  `(?=[0-9a-fA-F:]{0,36}::)(?=:{0,2}[0-9a-fA-F])(?:[0-9a-fA-F]{0,4}:){2,7}(?:${IPV4}|[0-9a-fA-F]{1,4})?)(?:%\\w{1,16})?(?![\\w:])`
const UNIT_OR_END = '(?=(?:px|[kKMGT]?i?[bB])?(?!\\w))'

/**
 * The kinds in order of preference; a kind is also its placeholder's name. Each pattern either has a fixed length or
 * starts where a run of its own characters starts, so that no text makes the engine visit a character more than a
 * constant number of times.
 */
const KINDS: readonly (readonly [name: string, pattern: string])[] = [
  ['email', '(?<![\\w.!#$%&*+?^~-])[A-Za-z0-9.!#$%&*+?^_~-]{1,64}@[A-Za-z0-9-]{1,63}(?:\\.[A-Za-z0-9-]{1,63}){0,8}'],
  ['url', '(?:wss?|https?|ftp)://[^\\s/$.?#]\\S+'],
  ['hostname', `(?<![\\w.-])(?:[A-Za-z0-9-]{1,63}\\.){1,8}?(?:${TLDS}|${TLDS.toUpperCase()})(?![\\w-]|\\.\\w)`],
  ['ip', `${IPV6}|(?<![\\w.])${IPV4}(?!\\w)`],
  ['traceparent', '00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]\\b|1-[0-9a-f]{8}-[0-9a-f]{24}\\b'],
  ['uuid', '[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}(?![0-9A-Za-z])'],
  ['sha1', '[0-9a-fA-F]{40}(?![0-9A-Za-z])'],
  ['md5', '[0-9a-fA-F]{32}(?![0-9A-Za-z])'],
  ['date', DATES.join('|')],
  [
    'duration',
    '(?<!\\w)(?:\\d{1,9}h)?(?:\\d{1,9}m)?\\d{1,15}(?:\\.\\d{1,15})?(?:[num\\u00b5\\u03bc]?s)(?![0-9A-Za-z_])',
  ],
  ['mac', '[0-9a-fA-F]{2}(?:[:-][0-9a-fA-F]{2}){5}(?![0-9A-Za-z:-])'],
  // A bare number of up to eleven digits is an int, however long: an id that grows must not change its kind.
  [
    'hex',
    '0[xX][0-9a-fA-F]+(?![0-9A-Za-z])|(?!\\d{1,11}(?![0-9A-Za-z]))(?:(?=[a-f]*\\d)[0-9a-f]{8,}|(?=[A-F]*\\d)[0-9A-F]{8,})(?![0-9A-Za-z])',
  ],
  ['git_sha', '(?<!\\w)(?=[a-f]*\\d)(?=\\d*[a-f])[0-9a-f]{7}(?!\\w)'],
  // ULID, and mixed-case tokens of sixteen characters or more with digits in two places.
  [
    'random_id',
    '[0-7][0-9A-HJKMNP-TV-Z]{25}(?![0-9A-Za-z])|' +
      '(?=[a-z0-9]*[A-Z])(?=[A-Z0-9]*[a-z])(?=[A-Za-z]*\\d+[A-Za-z]+\\d)[A-Za-z0-9]{16,}(?![0-9A-Za-z])',
  ],
  ['float', `(?<!\\w)-?\\d+\\.\\d+(?:[eE][+-]?\\d+)?${UNIT_OR_END}`],
  ['int', `(?<!\\w)-?\\d+${UNIT_OR_END}`],
  ['quoted_str', '(?<==)(?:\'[^\']{1,1024}\'|"[^"]{1,1024}")'],
  ['bool', '(?<==)(?:[Tt]rue|[Ff]alse)(?!\\w)'],
]

const PLACEHOLDERS = KINDS.map(([name]) => `<${name}>`)
const ANY_KIND = new RegExp(`(?<![A-Za-z0-9])(?:${KINDS.map(([, pattern]) => `(${pattern})`).join('|')})`, 'g')
/** Nothing can match without one of these: most messages of a program's own have none. */
const WORTH_TRYING = /[0-9@:=.]/

function placeholder(...captures: unknown[]): string {
  let kind = 1
  while (captures[kind] === undefined) kind += 1
  return PLACEHOLDERS[kind - 1] ?? ''
}

/**
 * Replaces what changes from one occurrence to the next (addresses, ids, numbers, dates, values behind `=`) by
 * `<kind>`, so that messages which differ in nothing else are equal. Text beyond 8192 characters is cut off: it would
 * cost time and decide nothing. Kinds and their order follow Sentry's `newstyle:2026-01-20`.
 */
export function parameterize(text: string): string {
  const capped = text.length > LIMITS.messageChars ? text.slice(0, LIMITS.messageChars) : text
  return WORTH_TRYING.test(capped) ? capped.replace(ANY_KIND, placeholder) : capped
}
