import { DurableObject } from 'cloudflare:workers'
import type { LoggedEvent } from '../contract/domain-events.ts'
import { cloudEvent } from '../domain/events/cloudevent.ts'
import { topicOf } from '../domain/events/topic.ts'
import { eventsSince, headOfLog } from '../platform/db/domain-events.ts'
import { standingListeners } from '../platform/db/listeners.ts'
import type { IssueActivity } from '../platform/db/occurrences.ts'
import type { Listener } from '../platform/live.ts'

/** A page that was away longer than this reads the lists again instead. */
const RESUME_EVENTS = 1000
/** A socket that lets this much pile up is skipped; its client sees the gap in positions and asks again. */
const PILED_UP_BYTES = 256 * 1024
/** What a client reads when it must sign in anew: 4000 to 4999 are ours (RFC 6455, section 7.4.2). */
const SIGNED_OUT = 4401
/** How long a socket can outlive what let it in, where nobody tells the hub: a sign-in that expired, an order that was lost. */
const CHECK_MS = 5 * 60_000

/** The live feed of one organisation: sockets that hibernate, told of what the log and the counters gained. */
export class LiveHub extends DurableObject<Env> {
  constructor(state: DurableObjectState, env: Env) {
    super(state, env)
    // Answered by the runtime, without waking this object.
    state.setWebSocketAutoResponse(new WebSocketRequestResponsePair('ping', 'pong'))
  }

  /** Upgrades a request that the API has authenticated. Everything in the query comes from the API, not the client. */
  override async fetch(request: Request): Promise<Response> {
    const url = new URL(request.url)
    const organisation = url.searchParams.get('organization') ?? ''
    const since = url.searchParams.get('since')
    const head = await headOfLog(this.env.DB, organisation)
    const { 0: client, 1: server } = new WebSocketPair()
    this.ctx.acceptWebSocket(server, tagsOf(url))
    if ((await this.ctx.storage.getAlarm()) === null) await this.ctx.storage.setAlarm(Date.now() + CHECK_MS)
    server.send(JSON.stringify({ type: 'hello', position: head }))
    // From here on frames are published to it. What came while the head was read comes too: once more rather than never.
    const from = since === null ? head : Number(since)
    const missed = await eventsSince(this.env.DB, { organisation, since: from, limit: RESUME_EVENTS + 1 })
    if (missed.length > RESUME_EVENTS) server.send(JSON.stringify({ type: 'resync', position: head }))
    else for (const event of missed) server.send(eventFrame(event).text)
    return new Response(null, { status: 101, webSocket: client })
  }

  /** Tells every listening browser what a batch changed. */
  publish({ events, issues }: { events: LoggedEvent[]; issues: IssueActivity[] }): void {
    const frames = events.map(eventFrame)
    if (issues.length > 0) frames.push(activityFrame(issues))
    for (const socket of this.ctx.getWebSockets()) {
      if (bufferedBytes(socket) > PILED_UP_BYTES) continue
      try {
        for (const { topic, text } of frames) if (wants(socket, topic)) socket.send(text)
      } catch {
        // A socket that is closing refuses; the others must still hear.
        socket.close(1011, 'send failed')
      }
    }
  }

  /** Closes the sockets of sign-ins that ended, or of someone who may listen no more. */
  disconnect(listeners: Listener[]): void {
    for (const listener of listeners)
      for (const socket of this.ctx.getWebSockets(listener === 'everyone' ? undefined : tagOf(listener)))
        socket.close(SIGNED_OUT, 'the sign-in has ended')
  }

  /** Asks who may still listen, as long as anybody does; every other socket is closed. */
  override async alarm(): Promise<void> {
    const sockets = this.ctx.getWebSockets().map((socket) => ({ socket, ...readTags(this.ctx.getTags(socket)) }))
    const [organisation] = sockets.map((one) => one.organization)
    if (organisation === undefined) return
    await this.ctx.storage.setAlarm(Date.now() + CHECK_MS)
    const sessions = sockets.flatMap(({ session }) => session ?? [])
    const keys = sockets.flatMap(({ session, user }) => (session === undefined ? (user ?? []) : []))
    const standing = await standingListeners(this.env.DB, { organisation, sessions, keys }, Date.now())
    const still = { sessions: new Set(standing.sessions), keys: new Set(standing.keys) }
    for (const { socket, session, user } of sockets) {
      const stands = session === undefined ? still.keys.has(user ?? '') : still.sessions.has(session)
      // Who holds a token of another issuer is not known here: they come back with a fresh one.
      if (!stands) socket.close(SIGNED_OUT, 'the sign-in has ended')
    }
  }

  /** The only thing a client may say: which topics it wants, as `{"subscribe": ["issues"]}`. Until then it hears all. */
  override webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): void {
    const topics = subscription(message)
    if (topics) socket.serializeAttachment({ topics })
    else socket.close(1008, 'send {"subscribe": [topics]}')
  }
}

const TAGS = ['organization', 'user', 'session'] as const

function tagsOf({ searchParams }: URL): string[] {
  return TAGS.filter((name) => searchParams.has(name)).map((name) => `${name}:${searchParams.get(name)}`)
}

function readTags(tags: string[]): Partial<Record<(typeof TAGS)[number], string>> {
  return Object.fromEntries(tags.map((tag) => [tag.slice(0, tag.indexOf(':')), tag.slice(tag.indexOf(':') + 1)]))
}

function tagOf(listener: Exclude<Listener, 'everyone'>): string {
  return 'session' in listener ? `session:${listener.session}` : `user:${listener.user}`
}

const LONGEST_WISH = 1024

function subscription(message: string | ArrayBuffer): string[] | null {
  if (typeof message !== 'string' || message.length > LONGEST_WISH) return null
  try {
    const { subscribe } = JSON.parse(message) as { subscribe?: unknown }
    return Array.isArray(subscribe) ? subscribe.filter((topic) => typeof topic === 'string') : null
  } catch {
    return null
  }
}

function wants(socket: WebSocket, topic: string): boolean {
  const { topics } = (socket.deserializeAttachment() ?? {}) as { topics?: string[] }
  return topics?.includes(topic) ?? true
}

interface Frame {
  topic: string
  text: string
}

function eventFrame(event: LoggedEvent): Frame {
  const topic = topicOf(event.type)
  return { topic, text: JSON.stringify({ type: 'event', position: event.position, topic, data: cloudEvent(event) }) }
}

function activityFrame(issues: IssueActivity[]): Frame {
  const changed = issues.map(({ id, projectId, count, users, lastSeen }) => ({
    id,
    projectId: String(projectId),
    count,
    users,
    lastSeen: new Date(lastSeen).toISOString(),
  }))
  return { topic: 'issues', text: JSON.stringify({ type: 'activity', topic: 'issues', issues: changed }) }
}

// workerd has it, the published types do not yet.
function bufferedBytes(socket: WebSocket): number {
  return (socket as WebSocket & { bufferedAmount?: number }).bufferedAmount ?? 0
}
