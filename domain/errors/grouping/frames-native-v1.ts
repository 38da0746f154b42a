import type { GroupingComponent } from '../../../contract/occurrences.ts'
import { ignored, leaf } from './component-v1.ts'

const ANGLE_CLOSE = 0x3e
/** Names without brackets and blanks need only their ends trimmed. */
const COMPOUND = /[\s([<]/
const SUFFIXES =
  /::h[0-9a-f]{16}$|@@?GLIBC_[\d.]+$|(?:\.(?:cold|isra|part|constprop|llvm|lto_priv)(?:\.\d+)?)+$| \[clone [^\]]{0,64}\]/g
const STDCALL = /^@?([^@]+)@\d+$/
/** How gcc, MSVC and clang name a lambda, and MSVC's hashed anonymous namespace. */
const LAMBDA = /\{lambda\([^{}]*\)#\d+\}|\blambda_[0-9a-f]{32}\b|\$_\d+\b/g
const ANONYMOUS_NAMESPACE = /`anonymous namespace'|\(anonymous namespace\)|\?A0x[0-9a-f]{8}/g
const MAYBE_SUFFIX = /[@.]|::h|\[clone/
const MAYBE_LAMBDA = /lambda|\$_|anonymous|\?A0x/
/** Operators whose own brackets would unbalance the scan, and stand-ins that contain none. */
const OPERATORS = [
  'operator()',
  'operator<=>',
  'operator<<',
  'operator<',
  'operator->*',
  'operator->',
  'operator>>',
  'operator>',
  'operator[]',
]
const TRAILING_QUALIFIER = /(?:\s(?:const|volatile|noexcept)|\s?&{1,2})+$/
const MANGLED_STAND_IN = /\u0001(\d)/g

function withStandIns(name: string): string {
  if (!name.includes('operator')) return name
  return OPERATORS.reduce((text, operator, index) => text.replaceAll(operator, `operator\u0001${index}`), name)
}

function withoutStandIns(name: string): string {
  if (!name.includes('\u0001')) return name
  return name.replace(
    MANGLED_STAND_IN,
    (_match, index: string) => OPERATORS[Number(index)]?.slice('operator'.length) ?? '',
  )
}

/** Drops argument lists and turns template arguments into `<T>`, whatever is nested in them. */
function withoutArguments(name: string): string {
  const open: number[] = []
  let kept = ''
  let keptUpTo = 0
  for (let index = 0; index < name.length; index += 1) {
    const character = name.charCodeAt(index)
    const closer = closerOf(character)
    if (closer !== 0) {
      if (open.length === 0) {
        kept += name.slice(keptUpTo, index)
        keptUpTo = index
      }
      open.push(closer)
    } else if (open.length > 0 && character === open[open.length - 1] && !isArrowHead(name, index)) {
      open.pop()
      if (open.length > 0) continue
      if (character === ANGLE_CLOSE) kept += keptUpTo === 0 ? rustImplementor(name.slice(1, index)) : '<T>'
      keptUpTo = index + 1
    }
  }
  return open.length === 0 ? kept + name.slice(keptUpTo) : name
}

function closerOf(character: number): number {
  if (character === 0x28) return 0x29
  if (character === 0x3c) return ANGLE_CLOSE
  return character === 0x5b ? 0x5d : 0
}

function isArrowHead(name: string, index: number): boolean {
  return name.charCodeAt(index) === ANGLE_CLOSE && name.charCodeAt(index - 1) === 0x2d
}

/** Rust writes `<Type as Trait>::method`: the type says where, unless the implementation is for any type. */
function rustImplementor(inner: string): string {
  const [type = inner, trait] = inner.split(' as ', 2)
  return withoutArguments(trait !== undefined && /^[A-Z]$/.test(type) ? trait : type)
}

/** What remains is `static unsigned int ns::Type::method`, or Swift's `method throws -> Int`: the name is one word. */
function nameAmongWords(text: string): string {
  const arrow = text.lastIndexOf(' ->')
  const words = (arrow < 0 ? text : text.slice(0, arrow)).split(/\s+/).filter(isNameWord)
  const name = words[words.length - 1] ?? text
  if (name === '<T>' && words.length > 1) return `${words[words.length - 2]}<T>`
  return words.includes('closure') && name !== 'closure' ? `closure in ${name}` : name
}

function isNameWord(word: string): boolean {
  return word !== '' && word !== 'throws' && word !== 'async'
}

function withoutSuffixes(symbol: string): string {
  const name = symbol.trim()
  const bare = MAYBE_SUFFIX.test(name) ? name.replace(SUFFIXES, '').replace(STDCALL, '$1') : name
  return MAYBE_LAMBDA.test(bare)
    ? bare.replace(LAMBDA, 'lambda').replace(ANONYMOUS_NAMESPACE, '`anonymous-namespace`')
    : bare
}

/** A C, C++, Rust or Swift symbol reduced to its qualified name: no return type, arguments, template values or hashes. */
function nativeName(symbol: string): string {
  const bare = withoutSuffixes(symbol)
  // Objective-C selectors are names as they stand.
  if (!COMPOUND.test(bare) || /^[+-]?\[/.test(bare)) return bare
  const name = withoutArguments(withStandIns(bare)).replace(TRAILING_QUALIFIER, '').trim()
  return name === '' ? symbol : withoutStandIns(nameAmongWords(name))
}

/** The function of a native frame. A `raw_function` beside it means that the SDK has trimmed the name already. */
export function nativeFunction(name: string, trimmed: boolean): GroupingComponent {
  if (name === '<redacted>' || name === '<unknown>') return ignored('function', name, 'ignored because it is unknown')
  const bare = trimmed ? name : nativeName(name)
  return bare === name ? leaf('function', name) : leaf('function', bare, 'removed types, arguments and hashes')
}
