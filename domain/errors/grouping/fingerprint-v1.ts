import type { Frame, NormalizedEvent, Stacktrace } from '../../../contract/occurrences.ts'
import { mainException } from './exception-groups-v1.ts'
import { groupingText } from './message-v1.ts'
import { familyOf } from './platform-v1.ts'
import { relevantThread } from './stacktrace-v1.ts'

const VARIABLE = /^\{\{\s*(\S+?)\s*\}\}$/
const TAG_PREFIX = 'tags.'

/** `default`: group as if there were no fingerprint; `custom`: by these values alone; `hybrid`: by both. */
export type Fingerprint =
  | { kind: 'default' }
  | { kind: 'custom'; source: 'client' | 'built-in'; values: string[] }
  /** undefined stands where the values of the default grouping are put in. */
  | { kind: 'hybrid'; values: (string | undefined)[] }

function relevantTrace(event: NormalizedEvent): Stacktrace | undefined {
  return mainException(event)?.stacktrace ?? event.stacktrace ?? relevantThread(event.threads?.values ?? [])?.stacktrace
}

/** The frame where it went wrong: the last in-app frame, else the last one. */
function crashFrame(event: NormalizedEvent): Frame | undefined {
  const frames = relevantTrace(event)?.frames ?? []
  return frames.findLast((frame) => frame.in_app === true) ?? frames[frames.length - 1]
}

function messageOf(event: NormalizedEvent): string | undefined {
  const text = event.logentry?.formatted || event.logentry?.message || mainException(event)?.value
  return text && groupingText(text)
}

function errorValueOf(event: NormalizedEvent): string | undefined {
  const value = mainException(event)?.value
  return value && groupingText(value)
}

function baseNameOf(path: string | undefined): string | undefined {
  return path?.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
}

type Variable = readonly [missing: string, read: (event: NormalizedEvent) => string | undefined]

const TYPE: Variable = ['type', (event) => mainException(event)?.type]
const VALUE: Variable = ['value', errorValueOf]
const FUNCTION: Variable = ['function', (event) => crashFrame(event)?.function]
const PATH: Variable = ['abs-path', (event) => crashFrame(event)?.abs_path || crashFrame(event)?.filename]
const MODULE: Variable = ['module', (event) => crashFrame(event)?.module]
const PACKAGE: Variable = ['package', (event) => baseNameOf(crashFrame(event)?.package)]
const VARIABLES: ReadonlyMap<string, Variable> = new Map<string, Variable>([
  ['transaction', ['transaction', (event) => event.transaction]],
  ['message', ['message', messageOf]],
  ['type', TYPE],
  ['error.type', TYPE],
  ['value', VALUE],
  ['error.value', VALUE],
  ['function', FUNCTION],
  ['stack.function', FUNCTION],
  ['path', PATH],
  ['stack.abs_path', PATH],
  ['stack.filename', ['filename', (event) => crashFrame(event)?.filename || crashFrame(event)?.abs_path]],
  ['module', MODULE],
  ['stack.module', MODULE],
  ['package', PACKAGE],
  ['stack.package', PACKAGE],
  ['level', ['level', (event) => event.level]],
  ['logger', ['logger', (event) => event.logger]],
])

function resolveVariable(name: string, event: NormalizedEvent): string {
  if (name.startsWith(TAG_PREFIX)) {
    const tag = name.slice(TAG_PREFIX.length)
    return (Object.hasOwn(event.tags, tag) ? event.tags[tag] : undefined) || `<no-value-for-tag-${tag}>`
  }
  const variable = VARIABLES.get(name)
  return variable === undefined ? `<unrecognized-variable-${name}>` : variable[1](event) || `<no-${variable[0]}>`
}

/** An entry that repeats the error's text would split the issue by every id in it. */
function resolveLiteral(entry: string, event: NormalizedEvent): string {
  const repeats = entry === mainException(event)?.value || entry === event.logentry?.formatted
  return repeats ? groupingText(entry) : entry
}

function resolveEntry(entry: string, event: NormalizedEvent): string | undefined {
  const name = VARIABLE.exec(entry)?.[1]
  if (name === 'default') return undefined
  return name === undefined ? resolveLiteral(entry, event) : resolveVariable(name, event)
}

const HYDRATION_ERROR =
  /^(?:Hydration failed because the (?:initial UI|server rendered)|Text content does not match server-rendered HTML|There was an error while hydrating|Minified React error #(?:418|419|422|423|425)\b)/

/** A deploy makes old chunks vanish: thousands of stack traces, one cause. Hydration errors differ by page only. */
function builtInFingerprint(event: NormalizedEvent): string[] | undefined {
  if (familyOf(event.platform) !== 'javascript') return undefined
  const { type, value } = mainException(event) ?? {}
  if (type === 'ChunkLoadError' || value?.startsWith('ChunkLoadError')) return ['chunkloaderror']
  if (value !== undefined && HYDRATION_ERROR.test(value)) return ['hydrationerror', event.transaction ?? '']
  return undefined
}

/**
 * What an event's fingerprint says about its grouping, with variables such as `{{ transaction }}` or `{{ tags.name }}`
 * resolved (https://docs.sentry.io/concepts/data-management/event-grouping/fingerprint-rules/#variables) and those
 * without a value written as `<no-transaction>`.
 */
export function resolveFingerprint(event: NormalizedEvent): Fingerprint {
  const entries = event.fingerprint ?? []
  const values = entries.map((entry) => resolveEntry(entry, event))
  const texts = values.filter((value) => value !== undefined)
  if (texts.length === 0) {
    const builtIn = builtInFingerprint(event)
    return builtIn === undefined ? { kind: 'default' } : { kind: 'custom', source: 'built-in', values: builtIn }
  }
  return texts.length === values.length
    ? { kind: 'custom', source: 'client', values: texts }
    : { kind: 'hybrid', values }
}
