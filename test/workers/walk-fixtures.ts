import { env } from 'cloudflare:workers'
import type { PlatformRole, Role } from '../../contract/auth.ts'
import { mintApiKey } from '../../domain/identity/api-key.ts'
import { signAccessToken } from '../../platform/auth.ts'
import { sha256Hex } from '../../platform/crypto.ts'
import { buryMessage } from '../../platform/db/dead-letters.ts'
import { macKeys, mintPublicKey } from '../../platform/keys.ts'
import { compressMember, putSegment } from '../../platform/segments.ts'
import { bookableOf, bookableRows, resoldBooking, waitingEntry } from './walk-bookable.ts'
import { checkedIn } from './walk-doors.ts'
import { invitedGuest } from './walk-guests.ts'

export const ROLES = ['owner', 'admin', 'member', 'viewer'] as const satisfies Role[]
const DAY_MS = 24 * 60 * 60 * 1000
const { DB, BUCKET, KEY_RING } = env as Env

export interface Person {
  id: string
  session: string
  token: string
}

/** An organisation with one of everything. `ids` has an id for each collection that stands before a path parameter. */
export interface Organisation {
  /** Part of every id and of every text, so that whatever leaks is recognised. */
  mark: string
  id: string
  people: Record<Role, Person>
  ids: Readonly<Record<string, string>>
}

export type Row = Record<string, string | number | null>

/** The statement that puts a row into a table. */
const insert = (table: string, row: Row) =>
  DB.prepare(
    `INSERT INTO ${table} (${Object.keys(row).join(', ')}) VALUES (${Object.keys(row)
      .map(() => '?')
      .join(', ')})`,
  ).bind(...Object.values(row))

/** Puts rows into tables, all in one batch. */
export const insertAll = (rows: [table: string, row: Row][]) => DB.batch(rows.map(([table, row]) => insert(table, row)))

const personRows = (id: string, change: Row = {}): [string, Row][] => [
  [
    'users',
    {
      id,
      email: `${id}@example.com`,
      first_name: `First ${id}`,
      last_name: `Last ${id}`,
      platform_role: 'USER',
      created_at: 1,
      ...change,
    },
  ],
]

const sessionRow = (id: string, userId: string, change: Row = {}): [string, Row] => [
  'sessions',
  {
    id,
    user_id: userId,
    created_at: Date.now(),
    last_seen_at: Date.now(),
    expires_at: Date.now() + DAY_MS,
    user_agent: `Agent of ${userId}`,
    ...change,
  },
]

/** @returns an access token as a sign-in would have got it, `at` being when. */
export const tokenFor = (
  { userId, organisationId, session }: { userId: string; organisationId: string; session: string },
  at = Date.now(),
) => signAccessToken(KEY_RING, { userId, organisationId, session, role: 'owner', platformRole: 'ADMIN' }, at)

/** Makes someone who belongs to organisations, with a session; all by SQL, because a password costs a fifth of a second. */
export async function personIn(
  memberships: { organisationId: string; role: Role }[],
  {
    id,
    platformRole = 'USER',
    session = {},
    user = {},
  }: { id: string; platformRole?: PlatformRole; session?: Row; user?: Row },
): Promise<Person> {
  const [first] = memberships
  const sessionId = `f-${id}`
  await insertAll([
    ...personRows(id, { platform_role: platformRole, ...user }),
    sessionRow(sessionId, id, session),
    ...memberships.map(({ organisationId, role }): [string, Row] => [
      'members',
      { organisation_id: organisationId, user_id: id, role, joined_at: 1 },
    ]),
  ])
  const organisationId = first?.organisationId ?? 'nowhere'
  return { id, session: sessionId, token: await tokenFor({ userId: id, organisationId, session: sessionId }) }
}

/** @returns an API key of an organisation with these scopes. */
export async function apiKeyWith(organisationId: string, scopes: readonly string[], change: Row = {}): Promise<string> {
  const key = mintApiKey((bytes) => crypto.getRandomValues(new Uint8Array(bytes)))
  const row = {
    id: `k-${sha256Hex(key).slice(0, 20)}`,
    organisation_id: organisationId,
    name: 'Of the walk',
    hash: sha256Hex(key),
    start: key.slice(0, 8),
    end: key.slice(-4),
    scopes: JSON.stringify(scopes),
    created_by: 'nobody',
    created_at: Date.now(),
    ...change,
  }
  await insertAll([['api_keys', row]])
  return key
}

let newcomers = 0

/** @returns the token of somebody new in an organisation, for what may well end their session or membership. */
export async function newcomer(
  organisationId: string,
  role: Role,
  change: { session?: Row; user?: Row } = {},
): Promise<string> {
  newcomers += 1
  const { token } = await personIn([{ organisationId, role }], { id: `u-new-${newcomers}`, ...change })
  return token
}

/**
 * Makes an organisation with one of everything.
 * @param serial tells it from others; decides project, key and file numbers too, so that those differ as well
 */
export async function organisationWithAll(serial: number): Promise<Organisation> {
  const mark = `mark${serial}x`
  const id = `o-${mark}`
  await insertAll([
    ['organisations', { id, name: `Organisation ${mark}`, created_at: 1 }],
    ['organisation_origins', { origin: `https://${mark}.example`, organisation_id: id }],
  ])
  const people = {} as Record<Role, Person>
  for (const role of ROLES) people[role] = await personIn([{ organisationId: id, role }], { id: `u-${mark}-${role}` })
  const ids = { organizations: id, ...ownRows(mark, people), ...projectIds(serial, mark) }
  const publicKey = mintPublicKey(await macKeys(env as Env), String(serial), serial)
  await insertAll([
    replayRow(mark, id),
    eventRow(mark, id),
    erasureRow(mark, id),
    hourRow(mark, id),
    ...settingsRows({ mark, id, people }),
    ...bookableRows(mark, id),
    ...planRows(mark, id),
    ...projectRows(serial, { mark, id, publicKey }),
  ])
  await storeProjectFiles(serial, mark)
  await storePlan(mark)
  const entries = await waitingEntry(mark, id)
  const invitations = await invitedGuest(mark)
  const bookings = await resoldBooking(mark, id)
  return { mark, id, people, ids: { ...ids, entries, invitations, bookings, 'checkin-lists': await checkedIn(mark) } }
}

const ownRows = (mark: string, people: Record<Role, Person>) => ({
  members: people.viewer.id,
  'member-invitations': `i-${mark}`,
  'api-keys': `k-${mark}`,
  users: people.viewer.id,
  'identity-providers': `p-${mark}`,
  oidc: `p-${mark}`,
  deliveries: `d-${mark}`,
  sessions: people.owner.session,
  replays: `r-${mark}`,
  venues: `v-${mark}`,
  events: bookableOf(mark),
  event: bookableOf(mark),
  tours: `tour-${mark}`,
  products: `tour-${mark}`,
  options: `op-${mark}`,
  'ticket-types': `tt-${mark}`,
  allotments: `al-${mark}`,
  plans: `plan-${mark}`,
  erasures: `x-${mark}`,
  'domain-events': `ev-${mark}`,
  // Of the deployment, so the same to everybody.
  schemas: 'user.registered.json',
  readers: 'streams',
})

const eventIdOf = (serial: number) => serial.toString(16).padStart(32, 'e')

const projectIds = (serial: number, mark: string) => ({
  projects: String(serial),
  keys: String(serial),
  issues: `issue-${mark}`,
  occurrences: eventIdOf(serial),
  attachments: String(serial % 2),
  'dead-letters': `dead-${mark}`,
})

const settingsRows = ({
  mark,
  id,
  people,
}: {
  mark: string
  id: string
  people: Record<Role, Person>
}): [string, Row][] => [
  [
    'member_invitations',
    {
      id: `i-${mark}`,
      organisation_id: id,
      email: `invited-${mark}@example.com`,
      role: 'member',
      token_hash: sha256Hex(`invitation-${mark}`),
      invited_by: people.owner.id,
      created_at: Date.now(),
      sent_at: Date.now(),
      expires_at: Date.now() + DAY_MS,
    },
  ],
  [
    'api_keys',
    {
      id: `k-${mark}`,
      organisation_id: id,
      name: `Key ${mark}`,
      hash: sha256Hex(`key-${mark}`),
      start: 'sbx_',
      end: mark.slice(-4),
      scopes: '["issue.read"]',
      created_by: people.owner.id,
      created_at: Date.now(),
    },
  ],
  [
    'oidc_providers',
    {
      id: `p-${mark}`,
      organisation_id: id,
      name: `Provider ${mark}`,
      issuer: `https://${mark}.example`,
      client_id: mark,
      scopes: 'openid email',
      role_claim: 'groups',
      role_mapping: '[]',
      audience: `api-${mark}`,
      created_at: 1,
    },
  ],
  [
    'deliveries',
    {
      id: `d-${mark}`,
      notification_id: `n-${mark}`,
      organisation_id: id,
      user_id: people.owner.id,
      channel: 'email',
      target: `target-${mark}@example.com`,
      template: 'member-invitation',
      language: 'en',
      subject: `Subject ${mark}`,
      body: `Body ${mark}`,
      status: 'queued',
      created_at: Date.now(),
      updated_at: Date.now(),
    },
  ],
]

const planRows = (mark: string, organisationId: string): [string, Row][] => [
  // Another venue than that of the plan, so that it can be deleted.
  ...[`v-${mark}`, `v-${mark}-of-plan`].map((id): [string, Row] => [
    'venues',
    { id, organisation_id: organisationId, name: `Venue ${id}`, time_zone: 'UTC', created_at: 1, updated_at: 1 },
  ]),
  [
    'plans',
    {
      id: `plan-${mark}`,
      organisation_id: organisationId,
      venue_id: `v-${mark}-of-plan`,
      name: `Plan ${mark}`,
      created_at: 1,
      updated_at: 1,
      draft_version: 1,
    },
  ],
  [
    'plan_versions',
    {
      plan_id: `plan-${mark}`,
      version: 1,
      document_key: `plans/${mark}.json`,
      layout_key: `plans/${mark}.layout.json`,
      seats: 1,
      places: 1,
      categories: `[{"name":"Category ${mark}","color":"#fff","places":1}]`,
      bytes: 1,
      created_at: 1,
      created_by: `u-${mark}-owner`,
    },
  ],
]

const storePlan = async (mark: string): Promise<void> => {
  await BUCKET.put(`plans/${mark}.json`, `{"name":"Plan ${mark}","categories":[],"zones":[]}`)
  await BUCKET.put(`plans/${mark}.layout.json`, '{"seats":[],"rows":[],"areas":[],"categories":[],"focus":null}')
}

const replayRow = (mark: string, organisationId: string): [string, Row] => [
  'replays',
  {
    id: `r-${mark}`,
    organisation_id: organisationId,
    reader: `kafka:${mark}`,
    from_position: 1,
    to_position: 9,
    rate: 1,
    status: 'running',
    total: 9,
    cursor: 0,
    created_by: `u-${mark}-owner`,
    created_at: 1,
  },
]

const hourRow = (mark: string, organisationId: string): [string, Row] => [
  'event_hours',
  {
    organisation_id: organisationId,
    type: `type.${mark}`,
    hour: Math.floor(Date.now() / 3_600_000),
    count: 1,
    last_time: Date.now(),
  },
]

const erasureRow = (mark: string, organisationId: string): [string, Row] => [
  'log_erasures',
  {
    id: `x-${mark}`,
    organisation_id: organisationId,
    stage: 'done',
    cursor: 0,
    last_position: 0,
    reason: `Reason ${mark}`,
    entries: 0,
    created_by: `u-${mark}-owner`,
    created_at: 1,
    finished_at: 1,
  },
]

const eventRow = (mark: string, organisationId: string): [string, Row] => [
  'domain_events',
  {
    id: `ev-${mark}`,
    organisation_id: organisationId,
    type: `type.${mark}`,
    aggregate: 'type',
    partition_key: mark,
    source: `/source/${mark}`,
    subject: `subject-${mark}`,
    time: Date.now(),
    logged_at: Date.now(),
    correlation_id: `correlation-${mark}`,
    data: `{"text":"Data ${mark}","notificationId":"n-${mark}"}`,
  },
]

const projectRows = (
  serial: number,
  { mark, id, publicKey }: { mark: string; id: string; publicKey: string },
): [string, Row][] => [
  [
    'projects',
    { id: serial, organisation_id: id, slug: `slug-${mark}`, name: `Project ${mark}`, platform: 'node', created_at: 1 },
  ],
  [
    'project_keys',
    {
      project_id: serial,
      number: serial,
      name: `DSN ${mark}`,
      public_key: publicKey,
      active: 1,
      created_at: 1,
    },
  ],
  [
    'issues',
    {
      id: `issue-${mark}`,
      project_id: serial,
      number: 1,
      title: `Title ${mark}`,
      culprit: `culprit ${mark}`,
      level: 'error',
      platform: 'node',
      status: 'unresolved',
      count: 1,
      users: 1,
      first_seen: Date.now(),
      last_seen: Date.now(),
      environment: `env-${mark}`,
      regressions: 0,
      version: 1,
    },
  ],
  ['issue_groupings', { issue_id: `issue-${mark}`, grouping: `{"algorithm":"${mark}"}` }],
  ['issue_tags', { issue_id: `issue-${mark}`, tags: `{"browser":1,"browser=${mark}":1}` }],
  ['issue_users', { issue_id: `issue-${mark}`, user: `email:user-${mark}@example.com`, segment: mark }],
  [
    'outcomes',
    {
      project_id: serial,
      hour: Math.floor(Date.now() / 3_600_000),
      category: `category-${mark}`,
      reason: mark,
      quantity: 1,
    },
  ],
]

async function storeProjectFiles(serial: number, mark: string): Promise<void> {
  const project = String(serial)
  const eventId = eventIdOf(serial)
  const instant = new Date().toISOString()
  const payload = {
    event_id: eventId,
    type: 'error',
    timestamp: instant,
    received: instant,
    platform: 'node',
    level: 'error',
    tags: { browser: mark },
  } as const
  const member = compressMember({ id: eventId, project, title: `Title ${mark}`, culprit: '', payload })
  const segment = `segments/${mark}`
  await putSegment(BUCKET, segment, [member])
  const files = Array.from({ length: (serial % 2) + 1 }, (_, index) => `files/${mark}/${index}`)
  for (const key of files) await BUCKET.put(key, `Bytes ${mark}`)
  await insertAll([
    [
      'occurrences',
      {
        project_id: serial,
        event_id: eventId,
        issue_id: `issue-${mark}`,
        received_at: Date.now(),
        segment,
        offset: 0,
        length: member.byteLength,
      },
    ],
    ...files.map((key): [string, Row] => [
      'attachments',
      {
        project_id: serial,
        event_id: eventId,
        key,
        name: `file-${mark}.txt`,
        content_type: 'text/plain',
        type: 'event.attachment',
        bytes: 1,
        received_at: 1,
      },
    ]),
  ])
  const meta = {
    v: 1,
    project,
    keyNumber: serial,
    kind: 'event',
    eventId,
    receivedAt: Date.now(),
    encoding: 'identity',
  } as const
  const reason = { id: `dead-${mark}`, source: 'occurrences', reason: mark, detail: mark, now: Date.now() } as const
  await buryMessage({ db: DB, bucket: BUCKET }, { meta, body: new TextEncoder().encode('{}') }, reason)
}
