import { type SpawnOptions, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { type Dsn, parts, type Team } from './client.ts'

/** Runs a program to its end. @throws with everything it said when it fails */
export async function run(command: string, args: string[], options: SpawnOptions = {}): Promise<string> {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  let complained = ''
  child.stdout?.on('data', (chunk) => {
    said += chunk
  })
  child.stderr?.on('data', (chunk) => {
    complained += chunk
  })
  const code = await new Promise<number | null>((ended, failed) => child.on('error', failed).on('close', ended))
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${said}\n${complained}`)
  return said
}

/** Runs a plain Node program with the official SDK, as an app would. */
export function runNode(
  program: string,
  { project }: Pick<Team, 'project'>,
  env: Record<string, string> = {},
): Promise<string> {
  const { SENTRY_RELEASE: _, ...inherited } = process.env
  return run(process.execPath, [`test/samples/node/${program}`], {
    env: { ...inherited, ...env, SENTRY_DSN: project.dsn },
  })
}

export const newEventId = (): string => randomUUID().replaceAll('-', '')

export interface SmallEvent {
  event_id: string
  [field: string]: unknown
}

/** An event as small as they come; all of one `kind` belong to one issue. */
export function smallEvent(kind = 'Broken', more: Record<string, unknown> = {}): SmallEvent {
  return {
    event_id: newEventId(),
    timestamp: Date.now() / 1000,
    platform: 'node',
    level: 'error',
    exception: {
      values: [
        {
          type: kind,
          value: 'it is',
          stacktrace: { frames: [{ function: kind, filename: 'app.js', lineno: 1, in_app: true }] },
        },
      ],
    },
    ...more,
  }
}

/** The envelope of one event, as the JavaScript SDKs frame it: no length, no last newline. */
export function envelopeOf(event: SmallEvent): string {
  return `${JSON.stringify({ event_id: event.event_id })}\n{"type":"event"}\n${JSON.stringify(event)}`
}

export function envelopePath({ publicKey, project }: Dsn): string {
  return `/api/${project}/envelope/?sentry_version=7&sentry_key=${publicKey}`
}

/** Posts bytes to the envelope endpoint of a team's project. */
export function postEnvelope(
  team: Team,
  body: string | Uint8Array,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(`${team.origin}${envelopePath(parts(team))}`, { method: 'POST', body, headers })
}
