import { LIMITS } from '../../../contract/limits.ts'
import type { Frame, Stacktrace } from '../../../contract/occurrences.ts'
import { isJsonObject } from '../../json-object.ts'
import { freeForm, freeObject, freeObjectOrList } from './free-form.ts'
import { shape } from './shape.ts'
import { address, flag, line, text, whole } from './text.ts'
import { invalid, mapItems, note, type Rule } from './walk.ts'

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
const frameShape = shape<Frame>({
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

const present = (member: unknown): boolean => member !== null
const HALF = LIMITS.frames / 2

const frames: Rule<Frame[]> = (value, walk) => {
  if (!Array.isArray(value)) return invalid(walk, value)
  const given = value.filter(present)
  const over = given.length > LIMITS.frames
  if (over) note(walk, 'too_many', given.length)
  const kept = mapItems(over ? [...given.slice(0, HALF), ...given.slice(-HALF)] : given, walk, frameShape)
  return kept.length > 0 ? kept : undefined
}

/** What the client itself left out of a long trace. */
const omitted: Rule<[number, number]> = (value, walk) => {
  const [from, to, more]: unknown[] = Array.isArray(value) ? value : []
  const gap = Number.isSafeInteger(from) && Number.isSafeInteger(to) && more === undefined
  return gap ? [Number(from), Number(to)] : invalid(walk, value)
}

const traceShape = shape<Partial<Stacktrace>>({ frames, registers: freeObject, frames_omitted: omitted })

/**
 * A stack trace: `{frames}` or a bare list of frames, oldest call first. Of more than the allowed frames the first and
 * the last half stay, because a stack overflow shows its cause at one end and its loop at the other.
 */
export const stacktrace: Rule<Stacktrace> = (value, walk) => {
  const source = Array.isArray(value) ? { frames: value } : value
  const kept = traceShape(source, walk)
  if (kept === undefined || Object.keys(kept).length === 0) return undefined
  const { frames } = kept
  if (frames === undefined) return invalid(walk, value)
  const gap = gapIn(source)
  return gap === undefined ? { ...kept, frames } : { ...kept, frames, frames_omitted: gap }
}

function gapIn(source: unknown): [number, number] | undefined {
  const given = isJsonObject(source) && Array.isArray(source.frames) ? source.frames : []
  const count = given.length > LIMITS.frames ? given.filter(present).length : 0
  return count > LIMITS.frames ? [HALF, count - HALF] : undefined
}
