/**
 * Where a text stops being JSON, and in what way. The runtime's own message quotes the text around the fault, which is
 * somebody's payload and must not travel with the error.
 *
 * @returns such as `unexpected character at position 12 (line 1, column 13)`.
 */
export function jsonFault(text: string): string {
  const at = faultAt(text)
  const before = text.slice(0, at)
  const line = before.split('\n').length
  const column = at - before.lastIndexOf('\n')
  const what = at >= text.length ? 'the text ends too early' : 'unexpected character'
  return `${what} at position ${at} (line ${line}, column ${column})`
}

type Expecting = 'value' | 'first value' | 'key' | 'first key' | 'colon' | 'comma' | 'nothing'

const BLANK = /[ \t\n\r]*/y
const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])|(?:true|false|null)(?!\w)/y

function faultAt(text: string): number {
  const open: string[] = []
  let expecting: Expecting = 'value'
  let at = skip(BLANK, text, 0)
  while (at < text.length && expecting !== 'nothing') {
    const next = tokenEnd(text, at, expecting)
    if (next < 0) return -next - 1
    expecting = expectingAfter(text.charAt(at), expecting, open)
    at = skip(BLANK, text, next)
  }
  return at
}

function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : at
}

const ALLOWED: Readonly<Record<Expecting, string>> = {
  value: '{["',
  'first value': '{["]',
  key: '"',
  'first key': '"}',
  colon: ':',
  comma: ',}]',
  nothing: '',
}

/** End of the token at `at`, or −1 − position of the fault. */
function tokenEnd(text: string, at: number, expecting: Expecting): number {
  const letter = text.charAt(at)
  if (ALLOWED[expecting].includes(letter)) return letter === '"' ? stringEnd(text, at) : at + 1
  const end = expecting.endsWith('value') ? skip(SCALAR, text, at) : at
  return end > at ? end : -at - 1
}

const ESCAPE = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y

function stringEnd(text: string, start: number): number {
  let at = start + 1
  while (at < text.length) {
    const code = text.charCodeAt(at)
    if (code === 0x22) return at + 1
    const next = code === 0x5c ? skip(ESCAPE, text, at) : at + 1
    if (code < 0x20 || next === at) return -at - 1
    at = next
  }
  return -text.length - 1
}

function expectingAfter(letter: string, expecting: Expecting, open: string[]): Expecting {
  if (letter === '{' || letter === '[') {
    open.push(letter)
    return letter === '{' ? 'first key' : 'first value'
  }
  if (letter === ':') return 'value'
  if (letter === ',') return open.at(-1) === '{' ? 'key' : 'value'
  if (letter === '}' || letter === ']') open.pop()
  else if (expecting.endsWith('key')) return 'colon'
  return open.length > 0 ? 'comma' : 'nothing'
}
