import { run } from '../../journeys/sdk.ts'

/** A record as another client than ours reads it. */
export interface Received {
  partition: number
  offset: number
  key: string
  headers: Record<string, string>
  value: string
}

/** Reads a topic from its beginning to its end with kcat. */
export async function readAll(address: string, topic: string, settings: string[] = []): Promise<Received[]> {
  // At the end of a topic it would wait for half a second, twice.
  const more = ['fetch.wait.max.ms=10', ...settings].flatMap((setting) => ['-X', setting])
  return received(await run('kcat', ['-b', address, '-C', '-t', topic, '-o', 'beginning', '-e', '-q', '-J', ...more]))
}

interface Line {
  partition: number
  offset: number
  key: string
  headers?: string[]
  payload: string
}

/** What a program said that prints a record a line as `kcat -J` does. */
export function received(lines: string): Received[] {
  return lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const { partition, offset, key, headers = [], payload } = JSON.parse(line) as Line
      return { partition, offset, key, headers: pairs(headers), value: payload }
    })
}

function pairs(flat: string[]): Record<string, string> {
  const found: Record<string, string> = {}
  for (let at = 0; at < flat.length; at += 2) found[flat[at] ?? ''] = flat[at + 1] ?? ''
  return found
}
