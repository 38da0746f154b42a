import type { ExceptionValue, Frame } from '../../../contract/occurrences.ts'
import { exceptionOf, frameOf, type ParsedStack, parsedStack } from './parsed.ts'

const START = /^Traceback \(most recent call last\):\s*$/
const FRAME = /^\s+File "(.{1,1000})", line (\d{1,9})(?:, in (.{1,500}))?$/
const NAMED = /^([A-Za-z_][\w.]{0,300})(?:: ?(.*))?$/
/** What Python draws around the members of an exception group. */
const GROUP_FRAME = /^ *[|+] ?(?=[ A-Z])/

/**
 * A Python traceback, oldest call first in the text, with the exceptions before it ("During handling of the above
 * exception", "direct cause of the following exception").
 */
export function parsePython(lines: string[]): ParsedStack | null {
  const text = lines.map((line) =>
    line.trimEnd().replace(GROUP_FRAME, '').replace('Exception Group Traceback', 'Traceback'),
  )
  const starts = text.flatMap((line, index) => (START.test(line) ? [index] : []))
  const exceptions = starts.map((start, which) => exceptionIn(text.slice(start + 1, starts[which + 1])))
  return parsedStack('python', exceptions)
}

function exceptionIn(lines: string[]): ExceptionValue {
  const end = lines.findIndex((line) => line !== '' && !/^\s/.test(line))
  const frames = framesIn(end === -1 ? lines : lines.slice(0, end))
  const said = end === -1 ? [] : lines.slice(end)
  const stop = said.findIndex((line, index) => index > 0 && LINK.test(line))
  const value = (stop === -1 ? said : said.slice(0, stop)).join('\n').trim()
  const [first = '', ...rest] = value.split('\n')
  const named = NAMED.exec(first)
  if (named === null) return exceptionOf('', value, frames)
  return exceptionOf(named[1] ?? '', [named[2] ?? '', ...rest].join('\n'), frames)
}

const LINK = /^(?:During handling of the above exception|The above exception was the direct cause|\s*\+[+-]*-{4,})/

function framesIn(lines: string[]): Frame[] {
  const frames: Frame[] = []
  for (const [index, line] of lines.entries()) {
    const found = FRAME.exec(line)
    if (found === null) continue
    const frame = frameOf({
      filename: found[1] ?? '',
      lineno: found[2] ?? '',
      ...(found[3] === undefined ? {} : { function: found[3] }),
    })
    if (/^\/|^[A-Z]:\\/.test(found[1] ?? '')) frame.abs_path = found[1] ?? ''
    const source = lines[index + 1]
    if (source !== undefined && /^\s{4}/.test(source) && !FRAME.test(source)) frame.context_line = source.slice(4)
    frames.push(frame)
  }
  return frames
}
