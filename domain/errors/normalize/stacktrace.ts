import { LIMITS } from '../../../contract/limits.ts'
import type { Frame, Stacktrace } from '../../../contract/occurrences.ts'
import { isJsonObject, type JsonObject } from '../../json-object.ts'
import { freeForm, freeObject, freeObjectOrList } from './free-form.ts'
import { address, flag, line, text, whole } from './text.ts'
import { invalid, mapItems, note, type Rule, shape } from './walk.ts'

const path = text(1024)
const name = text(1024)
const sourceLine = line(LIMITS.stringChars)

const sourceLines: Rule<string[]> = (value, walk) => {
  if (!Array.isArray(value)) return invalid(walk, value)
  return mapItems(value, walk, sourceLine)
}

/** A line of source next to the failing one; unlike those around it, one of the wrong type is left out. */
const contextLine: Rule<string> = (value, walk) =>
  typeof value === 'string' ? sourceLine(value, walk) : invalid(walk, value)

/** One frame; `vars` may come as a list, line and column as text. */
const frame: Rule<Frame> = shape<Frame>({
  filename: path,
  abs_path: path,
  function: name,
  raw_function: name,
  module: name,
  package: path,
  platform: text(64),
  lineno: whole,
  colno: whole,
  pre_context: sourceLines,
  context_line: contextLine,
  post_context: sourceLines,
  in_app: flag,
  vars: freeObjectOrList,
  instruction_addr: address,
  symbol_addr: address,
  image_addr: address,
  addr_mode: text(64),
  lock: freeForm,
  data: freeObject,
})

/**
 * A stack trace: `{frames}` or a bare list of frames, oldest call first. Of more than the allowed frames the first and
 * the last half stay, because a stack overflow shows its cause at one end and its loop at the other.
 */
export const stacktrace: Rule<Stacktrace> = (value, walk) => {
  const source: JsonObject | undefined = Array.isArray(value)
    ? { frames: value }
    : isJsonObject(value)
      ? value
      : undefined
  if (source === undefined) return invalid(walk, value)
  walk.path.push('frames')
  const trace = framesOf(source.frames, walk)
  walk.path[walk.path.length - 1] = 'registers'
  const registers = isJsonObject(source.registers) ? freeObject(source.registers, walk) : undefined
  walk.path.pop()
  if (trace === undefined) return undefined
  return registers === undefined ? trace : { ...trace, registers }
}

const framesOf: Rule<Stacktrace> = (value, walk) => {
  if (value === undefined || value === null) return undefined
  if (!Array.isArray(value)) return invalid(walk, value)
  const given = value.filter((member) => member !== null)
  const over = given.length > LIMITS.frames
  const half = LIMITS.frames / 2
  if (over) note(walk, 'too_many', given.length)
  const frames = mapItems(over ? [...given.slice(0, half), ...given.slice(-half)] : given, walk, frame)
  if (frames.length === 0) return undefined
  return over ? { frames, frames_omitted: [half, given.length - half] } : { frames }
}
