import type { Frame } from '../../../contract/occurrences.ts'
import { exceptionOf, frameOf, type ParsedStack, parsedStack } from './parsed.ts'

/** `    at async Foo.bar [as baz] (https://x.test/a.js:1:2)`, of V8: Chrome, Node, Deno, workerd. */
const V8_LINE = /^\s*at (?:async )?(?:new )?(.*)$/
const V8_PLACE = /^([^()]{1,1000}?):(\d{1,9})(?::(\d{1,9}))?$/
const PLACE = /^(.{1,1000}?)(?::(\d{1,9}))?(?::(\d{1,9}))?$/
/** `bar@https://x.test/a.js:1:2`, of Firefox and Safari. */
const GECKO = /^\s*([^@]{0,500}(?:@[^/:@]{0,100})?)@(.{1,1000}?)(?::(\d{1,9}))?(?::(\d{1,9}))?$/
/** Places without a line that are no prose. */
const NOWHERE = /^(?:native|<anonymous>|index \d+|\[.*\])$/
/** A call evaluated from text; the place that matters is where eval itself was called. */
const V8_EVAL = /^eval at [^(]*\(([^()]{1,1000}?):(\d{1,9}):(\d{1,9})\)/
const GECKO_EVAL = /^(.{1,1000}?) line (\d{1,9}) > (?:eval|Function)/

const HEADER = /^(?:Uncaught )?(?:\(in promise\) )?([A-Za-z_$][\w$.]{0,200})(?:: ?([\s\S]*))?$/
const LOOKS_LIKE_ERROR = /(?:Error|Exception|Warning|Rejection|Failure|Failed)$/

/** The trace of a JavaScript error, newest call first in the text. */
export function parseJavaScript(lines: string[]): ParsedStack | null {
  const placed = lines.map(frameOfLine)
  const first = placed.findIndex((frame) => frame !== null)
  if (first === -1) return null
  const end = placed.findIndex((frame, index) => index > first && frame === null && lines[index]?.trim() !== '')
  const frames = placed.slice(first, end === -1 ? undefined : end).filter((frame) => frame !== null)
  const { type, value } = headerOf(lines.slice(0, first))
  return parsedStack(platformOf(frames), [exceptionOf(type, value, frames.reverse())])
}

/** What stands above the calls, from the line that names an error on; a log may have put its own lines before. */
function headerOf(lines: string[]): { type: string; value: string } {
  const at = lines.findIndex((line) => LOOKS_LIKE_ERROR.test(HEADER.exec(line)?.[1] ?? ''))
  const header = lines.slice(Math.max(at, 0)).join('\n').trim()
  const parts = HEADER.exec(header)
  const type = parts?.[1] ?? ''
  const named = at !== -1 || (parts?.[2] !== undefined && /^[A-Z]\w*$/.test(type))
  return named ? { type, value: parts?.[2] ?? '' } : { type: '', value: header }
}

function frameOfLine(line: string): Frame | null {
  if (/^\s*at /.test(line)) return v8Frame(line)
  return line.includes('@') ? geckoFrame(line) : null
}

function v8Frame(line: string): Frame | null {
  const call = V8_LINE.exec(line)?.[1] ?? ''
  const open = call.indexOf(' (')
  if (open === -1 || !call.endsWith(')')) {
    const place = V8_PLACE.exec(call)
    return place === null ? null : frameAt('', place[1] ?? '', place.slice(2))
  }
  const place = PLACE.exec(call.slice(open + 2, -1))
  if (place === null || (place[2] === undefined && !NOWHERE.test(place[1] ?? ''))) return null
  const evaluated = V8_EVAL.exec(place[1] ?? '')
  const [, file, ...position] = evaluated ?? place
  return frameAt(call.slice(0, open).replace(/ \[as .*\]$/, ''), file ?? '', position)
}

function geckoFrame(line: string): Frame | null {
  const call = GECKO.exec(line)
  const place = call?.[2] ?? ''
  if (call === null || !/[:/[]|^<anonymous>$/.test(place) || (call[3] === undefined && !place.startsWith('[')))
    return null
  const evaluated = GECKO_EVAL.exec(place)
  const name = (call[1] ?? '').replace(/[/<]+$/, '')
  return evaluated === null
    ? frameAt(name, place, [call[3], call[4]])
    : frameAt(name, evaluated[1] ?? '', [evaluated[2]])
}

function frameAt(name: string, place: string, [lineno, colno]: readonly (string | undefined)[]): Frame {
  const filename = place.replace(/^file:\/\//, '')
  const frame = frameOf({
    filename,
    function: name || '?',
    ...(lineno === undefined ? {} : { lineno }),
    ...(colno === undefined ? {} : { colno }),
  })
  if (/^\w+:\/\/|^\/|^[A-Z]:\\/.test(filename)) frame.abs_path = filename
  if (/^node:|^internal\/|^\[?native( code)?\]?$|^<anonymous>$|[\\/]node_modules[\\/]/.test(filename))
    frame.in_app = false
  return frame
}

/** Servers run files, browsers run what they loaded. */
function platformOf(frames: Frame[]): string {
  const onDisk = ({ filename }: Frame): boolean => /^(?:node:|\/|[A-Z]:\\)/.test(filename ?? '')
  return frames.some(onDisk) ? 'node' : 'javascript'
}
