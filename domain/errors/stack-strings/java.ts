import type { ExceptionValue, Frame } from '../../../contract/occurrences.ts'
import { exceptionOf, frameOf, type ParsedStack, parsedStack } from './parsed.ts'

/** `	at java.base/java.lang.Thread.run(Thread.java:840) ~[na:na]`, also of Kotlin, Scala and Android. */
const FRAME = /^\s*at (?:[^\s/()]{0,200}\/){0,2}([^\s()]{1,500})\.([^\s().]{1,300})\(([^()]{0,300})\)(?: ~?\[.*\])?\s*$/
const PLACE = /^(.+?)(?::(\d{1,9}))?$/
const COMMON = /^\s*\.\.\. (\d{1,6}) (?:more|common frames omitted)\s*$/
const CAUSED = /^\s*Caused by: /
const SUPPRESSED = /^(\s*)Suppressed: /
const HEADER = /^(?:Exception in thread ".*?" )?((?:[\w$]+\.)*[\w$]+)(?:: ([\s\S]*))?$/
const THROWABLE = /(?:Exception|Error|Throwable|Failure)$/

interface Section {
  header: string[]
  /** Newest call first, as written. */
  frames: Frame[]
  /** How many outer frames were left out because the enclosing exception has them too. */
  common: number
}

/** Whether a line is a call as Java writes it. */
export const isJavaFrame = (line: string): boolean => {
  const found = FRAME.exec(line)
  return (
    found !== null &&
    (/^(?:Native Method|Unknown Source)$|\.(?:java|kts?|scala|groovy|clj):\d+$/.test(found[3] ?? '') ||
      /^[\w$]+$/.test(found[3] ?? ''))
  )
}

/** A Java stack trace with its causes; suppressed exceptions are left out. */
export function parseJava(lines: string[]): ParsedStack | null {
  const sections = sectionsOf(lines)
  const exceptions: ExceptionValue[] = []
  let enclosing: Frame[] = []
  for (const section of sections) {
    const shared = section.common > 0 ? enclosing.slice(-section.common) : []
    enclosing = [...section.frames, ...shared]
    const { type, value } = headerOf(section.header)
    // The cause of all stands last in the text and first in an event.
    exceptions.unshift(exceptionOf(type, value, enclosing.toReversed()))
  }
  return parsedStack('java', exceptions)
}

function sectionsOf(lines: string[]): Section[] {
  const sections: Section[] = []
  let current: Section = { header: [], frames: [], common: 0 }
  sections.push(current)
  for (const line of withoutSuppressed(lines)) {
    if (CAUSED.test(line)) {
      current = { header: [line.replace(CAUSED, '')], frames: [], common: 0 }
      sections.push(current)
      continue
    }
    readLine(line, current)
  }
  return sections
}

function readLine(line: string, section: Section): void {
  const frame = frameOfLine(line)
  const common = COMMON.exec(line)
  if (frame !== null) section.frames.push(frame)
  else if (common !== null) section.common = Number(common[1])
  else if (section.frames.length === 0) section.header.push(line)
}

/** Suppressed exceptions are indented deeper than the one they belong to. */
function withoutSuppressed(lines: string[]): string[] {
  let indent = -1
  return lines.filter((line) => {
    const depth = line.length - line.trimStart().length
    if (indent >= 0 && depth > indent) return false
    const found = SUPPRESSED.exec(line)
    indent = found === null ? -1 : (found[1] ?? '').length
    return found === null
  })
}

/** From the line that names an exception on; a log may have put its own lines before. */
function headerOf(lines: string[]): { type: string; value: string } {
  const at = lines.findIndex((line) => THROWABLE.test(HEADER.exec(line)?.[1] ?? ''))
  const header = lines.slice(Math.max(at, 0)).join('\n').trim()
  const parts = HEADER.exec(header)
  const type = parts?.[1] ?? ''
  return at !== -1 || type.includes('.') ? { type, value: parts?.[2] ?? '' } : { type: '', value: header }
}

function frameOfLine(line: string): Frame | null {
  const found = FRAME.exec(line)
  if (found === null) return null
  const place = PLACE.exec(found[3] ?? '')
  const known = place !== null && place[1] !== 'Native Method' && place[1] !== 'Unknown Source'
  return frameOf({
    module: found[1] ?? '',
    function: found[2] ?? '',
    ...(known ? { filename: place[1] ?? '', lineno: place[2] ?? '' } : {}),
  })
}
