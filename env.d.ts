import type { WakeUp } from './contract/domain-events.ts'
import type { AcceptedMessage } from './contract/occurrences.ts'
import type { AttemptWindow } from './durable-objects/attempt-window.ts'
import type { EventRoom } from './durable-objects/event-room/event-room.ts'
import type { KeyRing } from './durable-objects/key-ring.ts'
import type { LiveHub } from './durable-objects/live-hub.ts'
import type { LiveRelay } from './durable-objects/live-relay.ts'
import type { ProjectGate } from './durable-objects/project-gate.ts'
import type { Replayer } from './durable-objects/replayer.ts'
import type { Spool } from './durable-objects/spool.ts'
import type { WaitingRoom } from './durable-objects/waiting-room.ts'
import type { Lane } from './workers/kafka-bridge/lane.ts'

declare global {
  /** What the SDK side may touch, in the satellite and in the core alike. */
  interface IngestEnv {
    BUCKET: R2Bucket
    OCCURRENCES: Queue<AcceptedMessage>
    KEY_RING: DurableObjectNamespace<KeyRing>
    PROJECT_GATE: DurableObjectNamespace<ProjectGate>
    SPOOL: DurableObjectNamespace<Spool>
    OCCURRENCE_STORE: 'queue' | 'spool'
    ANONYMOUS_ERRORS_PROJECT?: string
    /** Base64 of the DSN's MAC key, where an operator set a copy as a secret; otherwise the key ring is asked. */
    DSN_MAC_KEY?: string
  }

  /** The core worker's bindings, as wrangler.toml declares them. */
  interface Env extends IngestEnv {
    DB: D1Database
    OCCURRENCES_DEAD: Queue<AcceptedMessage>
    DOMAIN_EVENTS: Queue<WakeUp>
    /** Wakes the Kafka bridge, where there is one. */
    KAFKA_OUT?: Queue<WakeUp>
    LIVE_HUB: DurableObjectNamespace<LiveHub>
    /** One for each event: the truth about its places. */
    EVENT_ROOM: DurableObjectNamespace<EventRoom>
    /** Between a room and those who watch it, where they are too many for itself. */
    LIVE_RELAY: DurableObjectNamespace<LiveRelay>
    /** Sockets that a room serves itself before it hands them to relays, and that a relay takes. */
    LIVE_ROOM_SOCKETS?: string
    LIVE_RELAY_SOCKETS?: string
    REPLAYER: DurableObjectNamespace<Replayer>
    ATTEMPT_WINDOW: DurableObjectNamespace<AttemptWindow>
    WAITING_ROOM: DurableObjectNamespace<WaitingRoom>
    EVENTS_PER_HOUR: string
    /** Failed sign-ins in a quarter of an hour for one address or account; `RATE_LIMITS` has the last word. */
    AUTH_ATTEMPTS_PER_15_MINUTES?: string
    /** Quotas instead of the table's, as JSON by name, or `off`; see domain/identity/rate-limits.ts. */
    RATE_LIMITS?: string
    GENERAL_LIMIT: RateLimit
    KEYS_LIMIT: RateLimit
    /** The origin that links in mails begin with; empty for the one a request came to. */
    PUBLIC_ORIGIN?: string
  }
  /** The Kafka bridge's bindings; its variables KAFKA_* are read by platform/kafka/config.ts. */
  interface BridgeEnv {
    DB: D1Database
    BUCKET: R2Bucket
    LANE: DurableObjectNamespace<Lane>
  }
}
