import type { ExceptionValue, Frame } from '../../../contract/occurrences.ts'

/** A stack trace that came as text. */
export interface ParsedStack {
  platform: string
  /** Of the exception the trace is about, where the text names it. */
  type?: string
  value?: string
  /** Of that exception, oldest call first. */
  frames: Frame[]
  /** The whole chain, oldest first; the last is the one above. */
  exceptions: ExceptionValue[]
}

/** Joins a chain, oldest first, to what callers get; null when it holds no frame at all. */
export function parsedStack(platform: string, exceptions: ExceptionValue[]): ParsedStack | null {
  if (!exceptions.some((exception) => framesOf(exception).length > 0)) return null
  const main = exceptions.at(-1) ?? {}
  const parsed: ParsedStack = { platform, frames: framesOf(main), exceptions }
  if (main.type !== undefined) parsed.type = main.type
  if (main.value !== undefined) parsed.value = main.value
  return parsed
}

const framesOf = (exception: ExceptionValue): Frame[] => exception.stacktrace?.frames ?? []

/** An exception without the fields that are empty. */
export function exceptionOf(type: string, value: string, frames: Frame[]): ExceptionValue {
  const exception: ExceptionValue = {}
  const dot = type.lastIndexOf('.')
  if (type !== '') exception.type = type.slice(dot + 1)
  if (dot > 0) exception.module = type.slice(0, dot)
  if (value.trim() !== '') exception.value = value.trim()
  if (frames.length > 0) exception.stacktrace = { frames }
  return exception
}

/** A frame without the fields that are empty. */
export function frameOf(parts: {
  filename?: string
  function?: string
  module?: string
  lineno?: string
  colno?: string
}): Frame {
  const frame: Frame = {}
  if (parts.filename) frame.filename = parts.filename
  if (parts.function) frame.function = parts.function
  if (parts.module) frame.module = parts.module
  if (parts.lineno) frame.lineno = Number(parts.lineno)
  if (parts.colno) frame.colno = Number(parts.colno)
  return frame
}
