import type { ExceptionValue, Frame, NormalizedEvent } from '../../contract/occurrences.ts'

export interface Title {
  /** One line, at most 256 characters. */
  title: string
  /** Where it happened, at most 200 characters; empty when nothing says. */
  culprit: string
  /** Type of the main exception, or empty. */
  type: string
  /** First line of what the main exception, the message or the person says, or empty. */
  value: string
}

const TITLE_CHARS = 256
const CULPRIT_CHARS = 200

/**
 * What an occurrence is called in lists: `type: first line of value` of its main exception, else its message, else
 * the function that crashed. Conventions of Sentry's `eventtypes` and `culprit` modules.
 */
export function titleOf(event: NormalizedEvent): Title {
  const culprit = short(culpritOf(event), CULPRIT_CHARS)
  const { type, value } = partsOf(event)
  const joined = type !== '' && value !== '' ? `${type}: ${value}` : type || value
  return { title: short(joined || (crashFunction(event) ?? '<unlabeled event>'), TITLE_CHARS), culprit, type, value }
}

function partsOf(event: NormalizedEvent): { type: string; value: string } {
  if (event.type === 'csp' && event.csp !== undefined) return { type: '', value: cspTitle(event.csp) }
  if (event.type === 'feedback') return { type: '', value: feedbackTitle(event) }
  const message = firstLine(event.logentry?.formatted ?? event.logentry?.message)
  const exception = mainException(event)
  if (exception?.type === undefined) return { type: '', value: message || firstLine(exception?.value) }
  return { type: exception.type, value: firstLine(exception.value) }
}

/** Errors that a library wraps around the one that matters, by how their text begins. */
const REACT_WRAPPERS = [
  'There was an error during concurrent rendering but React was able to recover',
  'There was an error while hydrating',
  'Hydration failed because',
]

const RXJAVA_WRAPPERS = new Set(['OnErrorNotImplementedException', 'CompositeException', 'UndeliverableException'])

/**
 * The exception an event is about: the last of its chain, because SDKs put what was caught last; but the cause, where
 * the last is a mere wrapper of React or RxJava.
 */
export function mainException(event: NormalizedEvent): ExceptionValue | undefined {
  const values = event.exception?.values ?? []
  const last = values.at(-1)
  if (last === undefined || values.length < 2) return last
  if (REACT_WRAPPERS.some((start) => last.value?.startsWith(start))) {
    return values.find((value) => value.mechanism?.source === 'cause') ?? last
  }
  return RXJAVA_WRAPPERS.has(last.type ?? '') ? values.at(-2) : last
}

function cspTitle(report: Record<string, unknown>): string {
  const text = (key: string): string => (typeof report[key] === 'string' ? report[key] : '')
  const directive = (text('effective_directive') || text('violated_directive')).split(' ')[0] || 'content'
  const blocked = text('blocked_uri')
  if (blocked === '' || blocked === 'self') return `Blocked '${directive}' from the page itself`
  if (blocked === 'inline' || blocked === 'eval') return `Blocked ${blocked} '${directive}'`
  return `Blocked '${directive}' from '${firstLine(/^\w+:\/\/([^/?#]+)/.exec(blocked)?.[1] ?? blocked)}'`
}

function feedbackTitle(event: NormalizedEvent): string {
  const said = event.contexts?.feedback?.message ?? event.logentry?.formatted
  return `User feedback: ${firstLine(typeof said === 'string' ? said : '')}`.trim()
}

/** Frames of the main exception, of the event, or of the thread that crashed; oldest call first. */
function framesOf(event: NormalizedEvent): Frame[] {
  const threads = event.threads?.values ?? []
  const thread = threads.find(({ crashed }) => crashed) ?? threads.find(({ current }) => current)
  const trace = mainException(event)?.stacktrace ?? event.stacktrace ?? thread?.stacktrace
  return trace?.frames ?? []
}

const crashFunction = (event: NormalizedEvent): string | undefined => culpritFrame(event)?.function

function culpritFrame(event: NormalizedEvent): Frame | undefined {
  const frames = framesOf(event)
  return frames.findLast((frame) => frame.in_app === true) ?? frames.at(-1)
}

function culpritOf(event: NormalizedEvent): string {
  const stated = event.culprit ?? event.transaction
  if (stated !== undefined) return stated
  const frame = culpritFrame(event)
  return frame === undefined ? (event.request?.url ?? '') : frameCulprit(frame, event.platform)
}

function frameCulprit(frame: Frame, eventPlatform: string): string {
  const platform = frame.platform ?? eventPlatform
  const called = frame.function ?? '?'
  if (platform === 'native' || platform === 'objc' || platform === 'cocoa') return called
  const file = frame.module ?? frame.filename
  if (file === undefined) return ''
  return platform === 'javascript' || platform === 'node' ? `${called}(${file})` : `${file} in ${called}`
}

/** The first line that is not blank, trimmed. */
const firstLine = (text: string | undefined): string => /\S[^\r\n]*/.exec(text ?? '')?.[0].trimEnd() ?? ''

function short(text: string, max: number): string {
  const line = firstLine(text)
  if (line.length <= max) return line
  const kept = line.slice(0, max - 3)
  return `${kept.isWellFormed() ? kept : kept.slice(0, -1)}...`
}
