import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

/** Clock ticks a second of /proc (USER_HZ), which is 100 on every Linux that Node runs on. */
const TICKS = 100

/** @returns the process and all that it started, directly or not. */
export function processTree(root: number): number[] {
  const children = new Map<number, number[]>()
  for (const name of readdirSync('/proc')) {
    const fields = statOf(Number(name))
    if (fields) children.set(Number(fields[1]), [...(children.get(Number(fields[1])) ?? []), Number(name)])
  }
  const tree = [root]
  for (const pid of tree) tree.push(...(children.get(pid) ?? []))
  return tree
}

/** @returns seconds of CPU that the process and all that it started have used so far. */
export function cpuSeconds(root: number): number {
  const ticks = processTree(root).flatMap((pid) => statOf(pid)?.slice(11, 13).map(Number) ?? [])
  return ticks.reduce((sum, part) => sum + part, 0) / TICKS
}

/** @returns bytes of memory that belong to the process tree alone, shared pages divided among their users (PSS). */
export function memoryBytes(root: number): number {
  return processTree(root).reduce((sum, pid) => sum + pssOf(pid), 0)
}

/** Watches the memory of a process tree. @returns a function that stops watching and answers the peak in bytes */
export function watchMemory(root: number): () => number {
  let peak = memoryBytes(root)
  const timer = setInterval(() => {
    peak = Math.max(peak, memoryBytes(root))
  }, 500)
  return () => {
    clearInterval(timer)
    return peak
  }
}

/** @returns bytes that a directory takes on disk. */
export function diskBytes(directory: string): number {
  return 1024 * Number(execFileSync('du', ['-sk', directory], { encoding: 'utf8' }).split('\t')[0])
}

/** The fields of /proc/<pid>/stat after the command's name, which may hold spaces: state, parent, … */
function statOf(pid: number): string[] | null {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return line.slice(line.lastIndexOf(')') + 2).split(' ')
  } catch {
    return null
  }
}

function pssOf(pid: number): number {
  try {
    return 1024 * Number(/^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0)
  } catch {
    return 0
  }
}
