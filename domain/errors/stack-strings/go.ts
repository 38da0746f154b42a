import type { Frame } from '../../../contract/occurrences.ts'
import { exceptionOf, frameOf, type ParsedStack, parsedStack } from './parsed.ts'

/** Opens the trace of one goroutine. */
export const GOROUTINE = /^goroutine \d+ (?:gp=\S+ m=\S+ (?:mp=\S+ )?)?\[.*\]:\s*$/
const PANIC = /^(panic|fatal error): (.*)$/
const PLACE = /^\s+(.{1,1000}):(\d{1,9})(?: \+0x[\da-f]+)?\s*$/
/** What stands above the call that panicked: the runtime on its way to print. */
const UNWINDING = /^(?:panic|runtime\.(?:gopanic|panic\w*|goPanic\w*|sigpanic)|runtime\/debug\.\w+)$/

/** A panic or a dump of goroutines as the Go runtime prints it, newest call first; the first goroutine counts. */
export function parseGo(lines: string[]): ParsedStack | null {
  const start = lines.findIndex((line) => GOROUTINE.test(line))
  if (start === -1) return null
  const said = lines.slice(0, start).flatMap((line) => PANIC.exec(line)?.slice(1, 3) ?? [])
  const calls = callsIn(lines.slice(start + 1))
  const unwinding = calls.findLastIndex(({ name }) => UNWINDING.test(name))
  const frames = calls.slice(unwinding + 1).map(({ frame }) => frame)
  const value = (said[1] ?? '').replace(/ \[recovered.*\]$/, '')
  return parsedStack('go', [{ ...exceptionOf(said[0] ?? '', value, frames.reverse()) }])
}

interface Call {
  name: string
  frame: Frame
}

function callsIn(lines: string[]): Call[] {
  const calls: Call[] = []
  for (let index = 0; index + 1 < lines.length; index += 2) {
    const name = nameOf(lines[index] ?? '')
    const place = PLACE.exec(lines[index + 1] ?? '')
    if (name === null || place === null) break
    calls.push({ name, frame: frameAt(name, place[1] ?? '', place[2] ?? '') })
  }
  return calls
}

/** `main.(*T).run` of `main.(*T).run(0xc000012345, {0x1, 0x2})`: all before the last opening parenthesis. */
function nameOf(line: string): string | null {
  const created = line.replace(/^created by /, '').replace(/ in goroutine \d+$/, '')
  if (created === '' || /^\s/.test(line)) return null
  if (created !== line) return created
  const open = argumentsAt(line)
  return open > 0 ? line.slice(0, open) : null
}

/** Where the arguments begin: at the parenthesis that closes at the end of the line. */
function argumentsAt(line: string): number {
  const text = line.trimEnd()
  if (!text.endsWith(')')) return -1
  let depth = 0
  for (let at = text.length - 1; at >= 0; at--) {
    if (text[at] === ')') depth++
    else if (text[at] === '(' && --depth === 0) return at
  }
  return -1
}

function frameAt(name: string, path: string, lineno: string): Frame {
  const dot = name.indexOf('.', name.lastIndexOf('/') + 1)
  const frame = frameOf({
    module: dot > 0 ? name.slice(0, dot) : '',
    function: dot > 0 ? name.slice(dot + 1) : name,
    filename: path.slice(path.lastIndexOf('/') + 1),
    lineno,
  })
  frame.abs_path = path
  return frame
}
