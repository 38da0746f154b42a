import { createHash } from 'node:crypto'

/** Size of an event as JSON before compression, in KiB. */
export type EventSize = 8 | 50

/** Which event is meant: the whole event follows from this, so that two processes agree on it without telling each other. */
export interface EventPlan {
  /** 32 hex. */
  id: string
  /** Events of one group have the same fault, and so belong to one issue. */
  group: number
  user: number
}

export interface Variety {
  groups: number
  users: number
}

/** @returns the plan of the `index`th event of a run; ids never repeat between runs of different names. */
export function planned(run: string, index: number, { groups, users }: Variety): EventPlan {
  const id = createHash('md5').update(`${run}:${index}`).digest('hex')
  return { id, group: index % groups, user: Number.parseInt(id.slice(0, 8), 16) % users }
}

/** @returns the group that a title or exception type of {@link sdkEvent} speaks of, or null. */
export function groupOfTitle(title: string): number | null {
  const [, digits] = /^[A-Za-z]+G(\d+)\b/.exec(title) ?? []
  return digits === undefined ? null : Number(digits)
}

interface Shape {
  frames: number
  contextLines: number
  vars: number
  breadcrumbs: number
}

const SHAPES: Record<EventSize, Shape> = {
  8: { frames: 20, contextLines: 0, vars: 1, breadcrumbs: 2 },
  50: { frames: 60, contextLines: 3, vars: 2, breadcrumbs: 22 },
}

const FAULTS = [
  'CheckoutTimeout',
  'SeatMapMissing',
  'PaymentDeclined',
  'TypeError',
  'KeyError',
  'OperationalError',
  'RenderFailure',
]
const WORDS = (
  'order seat ticket venue basket invoice customer session payload cursor refund quota waitlist price booking event plan ' +
  'message channel webhook token tenant member report segment lease window retry signal mailer template currency'
).split(' ')

/**
 * One error event as an SDK sends it: an exception with its cause, frames with source lines and variables, breadcrumbs,
 * 8 tags, a user, a release, an environment and contexts. The message carries ids that differ in each event.
 * @param sentAt milliseconds since 1970
 */
export function sdkEvent(plan: EventPlan, size: EventSize, sentAt: number): Record<string, unknown> {
  const random = randomFrom(Number.parseInt(plan.id.slice(8, 16), 16))
  const python = plan.group % 2 === 0
  const event = {
    event_id: plan.id,
    timestamp: new Date(sentAt).toISOString(),
    platform: python ? 'python' : 'node',
    level: 'error',
    server_name: `web-${pick(8, random)}.internal`,
    release: `shop@4.${plan.group % 3}.0`,
    environment: 'production',
    transaction: `/api/${word(plan.group)}/{id}`,
    tags: tagsOf(plan, random),
    user: {
      id: String(plan.user),
      email: `person${plan.user}@example.org`,
      username: `person${plan.user}`,
      ip_address: '203.0.113.7',
    },
    request: requestOf(plan, random),
    contexts: contextsOf(plan, python, random),
    exception: { values: [cause(plan, size, random), fault(plan, size, random)] },
    breadcrumbs: { values: crumbs(SHAPES[size].breadcrumbs, sentAt, random) },
    sdk: python
      ? { name: 'sentry.python.django', version: '2.75.0' }
      : { name: 'sentry.javascript.node', version: '11.11.0' },
    extra: {},
  }
  return { ...event, extra: { note: padding(size * 1024 - JSON.stringify(event).length, random) } }
}

function fault(plan: EventPlan, size: EventSize, random: Random) {
  const order = uuid(random)
  return {
    type: `${FAULTS[plan.group % FAULTS.length]}G${plan.group}`,
    value: `Order ${order} of customer ${pick(1e6, random)} gave up after ${pick(9000, random)} ms, document ${hex(24, random)} is locked`,
    module: `shop.${word(plan.group)}`,
    mechanism: { type: 'generic', handled: false, exception_id: 0 },
    stacktrace: { frames: framesOf(plan, size, random) },
  }
}

function cause(plan: EventPlan, size: EventSize, random: Random) {
  return {
    type: 'ConnectionResetError',
    value: `connection ${pick(60000, random)} to 10.0.${pick(255, random)}.${pick(255, random)} was reset`,
    mechanism: { type: 'chained', handled: true, exception_id: 1, parent_id: 0, source: '__cause__' },
    stacktrace: { frames: framesOf(plan, size, random).slice(0, 2) },
  }
}

interface SourceFrame extends Record<string, unknown> {
  in_app: boolean
}

const sources = new Map<string, SourceFrame[]>()

/** The code of a group stays the same; what its variables hold differs in each event, and is handed from frame to frame. */
function framesOf({ group }: EventPlan, size: EventSize, random: Random): Record<string, unknown>[] {
  const name = `${group}:${size}`
  let frames = sources.get(name)
  if (!frames) {
    const code = randomFrom(group * 7919 + size)
    frames = Array.from({ length: SHAPES[size].frames }, (_, index) =>
      sourceFrame(group, index, { shape: SHAPES[size], code }),
    )
    sources.set(name, frames)
  }
  const objects = Array.from(
    { length: OBJECTS },
    () => `<${anyWord(random)} ${hex(12, random)} of ${pick(1e5, random)}>`,
  )
  return frames.map((frame) => (frame.in_app ? { ...frame, vars: varsOf(SHAPES[size].vars, objects, random) } : frame))
}

function sourceFrame(group: number, index: number, { shape, code }: { shape: Shape; code: Random }): SourceFrame {
  const inApp = index >= shape.frames / 2
  const file = inApp ? `shop/${word(group)}/${word(group + index)}` : `site-packages/web/${word(index)}`
  const lines = Array.from({ length: 1 + 2 * shape.contextLines }, () => sourceLine(file, code))
  const extension = group % 2 === 0 ? 'py' : 'js'
  return {
    filename: `${file}.${extension}`,
    abs_path: `/srv/app/${file}.${extension}`,
    module: file.replaceAll('/', '.'),
    function: `${word(index)}_${word(group + 3 * index)}${inApp ? `_${group}` : ''}`,
    lineno: 20 + pick(900, code),
    context_line: lines[shape.contextLines],
    ...(shape.contextLines > 0 && {
      pre_context: lines.slice(0, shape.contextLines),
      post_context: lines.slice(shape.contextLines + 1),
    }),
    in_app: inApp,
  }
}

/** Code repeats itself: most lines speak of what their file is about. */
function sourceLine(file: string, code: Random): string {
  const subject = file.slice(file.lastIndexOf('/') + 1)
  const [a, b] = [anyWord(code), pick(3, code) > 0 ? subject : anyWord(code)]
  return `${' '.repeat(4 * (1 + pick(3, code)))}${subject} = self.${b}.${a}(${subject}, timeout=${pick(4, code)})`
}

/** How many different things the variables of one event point to. */
const OBJECTS = 10

function varsOf(count: number, objects: string[], random: Random): Record<string, string> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`${word(index)}_${index}`, objects[pick(OBJECTS, random)] ?? '']),
  )
}

function crumbs(count: number, sentAt: number, random: Random) {
  return Array.from({ length: count }, (_, index) => ({
    timestamp: new Date(sentAt - 1000 * (count - index)).toISOString(),
    type: 'default',
    category: index % 3 === 0 ? 'httplib' : 'query',
    level: 'info',
    message: `SELECT ${anyWord(random)}, ${anyWord(random)} FROM ${anyWord(random)}s WHERE id = ${pick(1e6, random)}`,
    data: { status_code: 200, duration_ms: pick(400, random) },
  }))
}

function tagsOf(plan: EventPlan, random: Random): Record<string, string> {
  return {
    region: ['eu-west', 'eu-north', 'us-east'][plan.user % 3] ?? '',
    runtime: plan.group % 2 === 0 ? 'CPython 3.13.1' : 'node v24.21.0',
    browser: ['Firefox 144', 'Chrome 142', 'Safari 26'][plan.user % 3] ?? '',
    'browser.name': ['Firefox', 'Chrome', 'Safari'][plan.user % 3] ?? '',
    os: ['Linux', 'Windows 11', 'macOS 26'][plan.user % 3] ?? '',
    handled: 'no',
    tenant: `tenant-${plan.user % 10}`,
    worker: String(pick(8, random)),
  }
}

function requestOf(plan: EventPlan, random: Random) {
  return {
    url: `https://shop.example.org/api/${word(plan.group)}/${pick(1e6, random)}`,
    method: 'POST',
    query_string: 'page=2&sort=asc',
    headers: {
      Host: 'shop.example.org',
      'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/144.0',
      Accept: 'application/json',
    },
  }
}

function contextsOf(plan: EventPlan, python: boolean, random: Random) {
  return {
    runtime: python ? { name: 'CPython', version: '3.13.1' } : { name: 'node', version: 'v24.21.0' },
    os: { name: 'Linux', version: '6.12.9', build: 'x86_64' },
    trace: { trace_id: hex(32, random), span_id: hex(16, random), op: 'http.server', status: 'internal_error' },
    device: { arch: 'x86_64', memory_size: 8_589_934_592, processor_count: 4, model: `vm-${plan.group % 5}` },
  }
}

function padding(missing: number, random: Random): string {
  const words: string[] = []
  for (let length = 0; length < missing - 20; length += (words.at(-1)?.length ?? 0) + 1)
    words.push(`${anyWord(random)}${pick(100, random)}`)
  return words.join(' ')
}

/** Numbers from 0 up to 1 that follow from a seed. */
type Random = () => number

// mulberry32, in the public domain: small, fast, and the same everywhere.
function randomFrom(seed: number): Random {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const pick = (below: number, random: Random): number => Math.floor(random() * below)
const word = (index: number): string => WORDS[index % WORDS.length] ?? ''
const anyWord = (random: Random): string => word(pick(WORDS.length, random))
const hex = (digits: number, random: Random): string =>
  Array.from({ length: digits }, () => pick(16, random).toString(16)).join('')
const uuid = (random: Random): string => [8, 4, 4, 4, 12].map((digits) => hex(digits, random)).join('-')
