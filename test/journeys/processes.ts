import { readdirSync, readFileSync } from 'node:fs'

interface ProcessStatus {
  pid: number
  parent: number
  name: string
  /** Bytes that lie in memory now, and the most that ever did. */
  resident: number
  peak: number
}

/** All descendants of a process, from /proc. */
export function descendantsOf(root: number): ProcessStatus[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap(statusOf)
  const found = all.filter(({ parent }) => parent === root)
  // The list grows while it is walked, until nobody has children that are not in it.
  for (const { pid } of found) found.push(...all.filter(({ parent }) => parent === pid))
  return found
}

export function isAlive(pid: number): boolean {
  const [status] = statusOf(String(pid))
  return status !== undefined
}

function statusOf(pid: string): ProcessStatus[] {
  try {
    const text = readFileSync(`/proc/${pid}/status`, 'utf8')
    const field = (name: string) => new RegExp(`^${name}:\\s*(\\S+)`, 'm').exec(text)?.[1] ?? ''
    if (field('State') === 'Z') return []
    const kibibytes = (name: string) => Number(field(name)) * 1024
    return [
      {
        pid: Number(pid),
        parent: Number(field('PPid')),
        name: field('Name'),
        resident: kibibytes('VmRSS'),
        peak: kibibytes('VmHWM'),
      },
    ]
  } catch {
    // It ended between being listed and being read.
    return []
  }
}
