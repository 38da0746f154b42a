import type { Frame, NormalizedEvent } from '../../contract/occurrences.ts'
import { mainException } from './grouping/exception-groups-v1.ts'

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
