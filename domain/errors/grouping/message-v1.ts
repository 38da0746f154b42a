import { parameterize } from './parameterize-v1.ts'

const LINE_BREAK = /[\n\r]/

function firstTwoLines(text: string): string {
  const kept: string[] = []
  for (const line of text.split(/\r\n|\n|\r/, 64)) {
    if (line.trim() !== '') kept.push(line)
    if (kept.length === 2) break
  }
  const joined = kept.join('\n')
  return joined === text ? text : `${joined}...`
}

/**
 * A message or an exception's value as it takes part in the hash: its first two lines that are not blank (with `...`
 * if that left something out), then parameterized.
 */
export function groupingText(text: string): string {
  return parameterize(LINE_BREAK.test(text) ? firstTwoLines(text) : text)
}
