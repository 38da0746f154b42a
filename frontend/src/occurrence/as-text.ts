import type { ExceptionValue, Frame } from '../../../contract/occurrences.ts'
import { callOf, placeOf } from './frames.ts'

/** A chain of exceptions the way the platform itself prints it; `values` as sent, the cause first. */
export function exceptionsAsText(values: readonly ExceptionValue[], platform: string | undefined): string {
  return platform === 'python' ? pythonText(values) : causedByText(values)
}

function pythonText(values: readonly ExceptionValue[]): string {
  const chained = '\n\nThe above exception was the direct cause of the following exception:\n\n'
  return values
    .map((exception) => {
      const frames = exception.stacktrace?.frames ?? []
      const lines = frames.map((frame) => {
        const source = frame.context_line ? `\n    ${frame.context_line.trim()}` : ''
        return `  File "${frame.abs_path ?? frame.filename ?? '?'}", line ${frame.lineno ?? '?'}, in ${frame.function ?? '?'}${source}`
      })
      const trace = lines.length > 0 ? ['Traceback (most recent call last):', ...lines] : []
      return [...trace, headline(exception)].join('\n')
    })
    .join(chained)
}

function causedByText(values: readonly ExceptionValue[]): string {
  return values
    .toReversed()
    .map((exception, i) => {
      const frames = (exception.stacktrace?.frames ?? []).toReversed()
      return [(i === 0 ? '' : 'Caused by: ') + headline(exception), ...frames.map(atLine)].join('\n')
    })
    .join('\n')
}

const atLine = (frame: Frame) => `    at ${callOf(frame)} (${placeOf(frame)})`

const headline = ({ type, value }: ExceptionValue) => [type, value].filter(Boolean).join(': ')

/** A trace without an exception, innermost call first. */
export const framesAsText = (frames: readonly Frame[]) => frames.toReversed().map(atLine).join('\n')
