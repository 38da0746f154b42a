import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

interface Owner {
  starter: number
  runtime: number | null
}

/**
 * Takes the state directory for this process. Two servers on one state would both write to it; and a starter that was
 * killed outright leaves its workerd behind, holding state and port, which is ended here.
 * @returns a sentence for a person when the directory cannot be had, null when it is ours
 */
export function claimState(directory: string): string | null {
  try {
    mkdirSync(directory, { recursive: true })
    const owner = ownerOf(directory)
    if (owner && runs(owner.starter, /local\/start\.ts/)) {
      return `Another npm start (process ${owner.starter}) uses ${directory}. Stop it, or choose another: SIGNALBOX_STATE=<directory>`
    }
    if (owner?.runtime && runs(owner.runtime, /workerd/)) process.kill(owner.runtime, 'SIGKILL')
    note(directory, null)
    return null
  } catch (error) {
    return `The state directory ${directory} cannot be used: ${error instanceof Error ? error.message : error}`
  }
}

/** Notes which workerd serves the state, so that the next start can end it should this process die. */
export function noteRuntime(directory: string): void {
  const processes = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,comm='], { encoding: 'utf8' })
  const rows = processes.split('\n').map((line) => line.trim().split(/\s+/))
  const runtime = rows.find(([, parent, name]) => Number(parent) === process.pid && name?.includes('workerd'))
  note(directory, runtime ? Number(runtime[0]) : null)
}

export function releaseState(directory: string): void {
  rmSync(join(directory, 'owner.json'), { force: true })
}

function note(directory: string, runtime: number | null): void {
  const owner: Owner = { starter: process.pid, runtime }
  writeFileSync(join(directory, 'owner.json'), JSON.stringify(owner))
}

function ownerOf(directory: string): Owner | null {
  try {
    return JSON.parse(readFileSync(join(directory, 'owner.json'), 'utf8'))
  } catch {
    return null
  }
}

/** A process id may have been given to somebody else since; its command line tells. */
function runs(pid: number, command: RegExp): boolean {
  try {
    return command.test(execFileSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }))
  } catch {
    return false
  }
}
