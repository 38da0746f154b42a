import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Attachment, Issue, Occurrence } from '../../contract/issues.ts'
import type { Frame, NormalizedEvent } from '../../contract/occurrences.ts'
import { ask, issuesOf, newTeam, type Team, tagsOf, until } from '../journeys/client.ts'
import { type Signalbox, startEmbedded } from '../journeys/server.ts'
import { go, java, node, python, rust, type Said } from './toolchains.ts'

interface Sdk {
  name: string
  /** Installs or builds the program, and says how to run it. */
  program(): Promise<(dsn: string) => Promise<Said>>
  platform: string
  title: string
  /** Types of the chain, cause first. */
  chain: string[]
  /** The function of our own that failed last; some SDKs write more in front of it. */
  failedIn: RegExp
  /** What the SDK has no call for. */
  without?: 'attachment'
}

const SDKS: Sdk[] = [
  {
    name: '@sentry/node',
    program: node,
    platform: 'node',
    title: 'TypeError: The seat cannot be reserved',
    chain: ['RangeError', 'TypeError'],
    failedIn: /^reserve$/,
  },
  {
    name: 'sentry-sdk, gzip',
    program: () => python('python', 'requirements'),
    platform: 'python',
    title: 'ValueError: The seat cannot be reserved',
    chain: ['KeyError', 'ValueError'],
    failedIn: /^reserve$/,
  },
  {
    name: 'sentry-sdk, brotli',
    program: () => python('python', 'requirements-brotli'),
    platform: 'python',
    title: 'ValueError: The seat cannot be reserved',
    chain: ['KeyError', 'ValueError'],
    failedIn: /^reserve$/,
  },
  {
    name: 'sentry-go',
    program: go,
    platform: 'go',
    title: '*fmt.wrapError: the seat cannot be reserved: seat 12: the seat has no row',
    chain: ['*errors.errorString', '*fmt.wrapError', '*fmt.wrapError'],
    failedIn: /reserve$/,
  },
  {
    name: 'sentry-java',
    program: java,
    platform: 'java',
    title: 'IllegalStateException: The seat cannot be reserved',
    chain: ['NullPointerException', 'IllegalStateException'],
    failedIn: /^reserve$/,
  },
  {
    name: 'sentry-rust',
    program: rust,
    platform: 'native',
    title: 'NotReserved: The seat cannot be reserved',
    chain: ['NoRow', 'NotReserved'],
    failedIn: /main$/,
  },
  {
    name: 'raven-python, zlib on the store endpoint',
    program: () => python('legacy', 'requirements'),
    platform: 'python',
    title: "KeyError: 'row'",
    chain: ['KeyError'],
    failedIn: /^reserve$/,
    without: 'attachment',
  },
]

type Detail = Occurrence & { payload: NormalizedEvent; attachments: Attachment[] }

describe('unchanged SDKs', () => {
  let signalbox: Signalbox
  beforeAll(async () => {
    signalbox = await startEmbedded()
  })
  afterAll(() => signalbox?.stop())

  describe.each(SDKS)('$name', (sdk) => {
    let team: Team
    let said: Said
    let exception: Kept
    let message: Kept
    beforeAll(async () => {
      const program = await sdk.program()
      team = await newTeam(signalbox.origin)
      said = await program(team.project.dsn)
      exception = await kept(team, said.exception)
      message = await kept(team, said.message)
    })

    it('sends what is kept under the ids that the SDK gave', () => {
      expect([exception.detail.id, message.detail.id]).toEqual([
        withoutDashes(said.exception),
        withoutDashes(said.message),
      ])
    })

    it('names the error, and the chain that led to it', () => {
      expect(exception.issue).toMatchObject({
        title: sdk.title,
        level: 'error',
        platform: sdk.platform,
        count: 1,
        users: 1,
      })
      expect(exception.detail.payload.exception?.values.map(({ type }) => type)).toEqual(sdk.chain)
    })

    it('names the message', () => {
      expect(message.issue).toMatchObject({ title: 'The box office is closed', level: 'warning' })
    })

    it('tells own frames from those of others', () => {
      const frames = framesOf(exception.detail.payload)
      const own = frames.filter((frame) => frame.in_app === true)
      expect(own.map((frame) => frame.function ?? '')).toContainEqual(expect.stringMatching(sdk.failedIn))
      expect(frames.every(({ in_app }) => typeof in_app === 'boolean')).toBe(true)
      expect(exception.issue.culprit).not.toBe('')
    })

    it('keeps tags, user, release, environment and breadcrumbs', async () => {
      const { payload } = exception.detail
      expect(payload).toMatchObject({ release: 'shop@1.2.3', environment: 'staging', user: { id: '42' } })
      expect(payload.tags).toMatchObject({ shop: 'tickets' })
      expect(payload.breadcrumbs?.values.map((crumb) => crumb.message)).toContain('seat added')
      expect((await tagsOf(team, exception.issue.id)).shop).toEqual({ tickets: 1 })
    })

    if (sdk.without === 'attachment') return
    it('keeps the file that was attached, byte by byte', async () => {
      const [file, ...others] = exception.detail.attachments
      expect(others).toEqual([])
      expect(file).toMatchObject({ name: 'seat.txt', bytes: 7 })
      const answer = await ask(signalbox.origin, (file?.url ?? '').replace(/^\/api\/v1\//, ''), { token: team.token })
      expect([answer.status, await answer.text()]).toEqual([200, 'seat 12'])
    })
  })
})

interface Kept {
  issue: Issue
  detail: Detail
}

/** Where the error was met: in its exception, or (Rust, whose errors carry no trace) in the thread that captured it. */
function framesOf({ exception, threads }: NormalizedEvent): Frame[] {
  const traced = [...(threads?.values ?? []), ...(exception?.values ?? [])].filter(({ stacktrace }) => stacktrace)
  return traced.at(-1)?.stacktrace?.frames ?? []
}

const withoutDashes = (id: string) => id.replaceAll('-', '')

/** The occurrence of that id and its issue, once it is digested and its files are noted. */
function kept(team: Team, eventId: string): Promise<Kept> {
  return until(`the occurrence ${eventId}`, async () => {
    for (const issue of await issuesOf(team)) {
      const path = `issues/${issue.id}/occurrences/${withoutDashes(eventId)}`
      const answer = await ask(team.origin, path, { token: team.token })
      if (answer.ok) return { issue, detail: (await answer.json()) as Detail }
    }
    return null
  })
}
