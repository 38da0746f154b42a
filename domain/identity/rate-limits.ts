/** How often something may be asked for. */
export interface RateLimit {
  quota: number
  /** Seconds of the window in which `quota` counts. */
  window: number
  /** Counted by one object for each key; the others by the edge, in each of its places, and nearly. */
  exact: boolean
  /** Paths under which every request counts; none where a route counts its attempts itself, before it does any work. */
  paths: readonly string[]
  /** Whose requests: those of a person (or of an address, while nobody is known), or those of an API key or a token. */
  of: readonly Asker[]
}

export type Asker = 'person' | 'address' | 'program'

const EVERYTHING = ['/']

/** Every limit of the API; SDKs have others. An edge's quota stands in wrangler.toml too, where it must be the same. */
export const RATE_LIMITS = {
  'sign-in': { quota: 10, window: 900, exact: true, paths: [], of: ['person', 'address'] },
  // As many are asked about at once: a school behind one address has one on-sale.
  codes: { quota: 40, window: 900, exact: true, paths: [], of: ['person', 'address'] },
  payments: {
    quota: 20,
    window: 60,
    exact: true,
    paths: ['/api/v1/payments/', '/api/payments/'],
    of: ['person', 'address', 'program'],
  },
  general: { quota: 600, window: 60, exact: false, paths: EVERYTHING, of: ['person', 'address'] },
  keys: { quota: 3000, window: 60, exact: false, paths: EVERYTHING, of: ['program'] },
} as const satisfies Record<string, RateLimit>

export type RateLimitName = keyof typeof RATE_LIMITS
const NAMES = Object.keys(RATE_LIMITS) as RateLimitName[]

/** What configuration says instead of the table: another quota, or null for no limit. */
export type Overrides = Partial<Record<RateLimitName, number | null>>

/**
 * Reads `RATE_LIMITS`: `off`, or JSON such as `{"general":100000,"payments":"off"}`.
 * @returns null where it is neither; then nothing is overridden, so that a slip opens no door
 */
export const readOverrides = (text: string | undefined): Overrides | null => {
  if (text === undefined || text.trim() === '') return {}
  if (text.trim() === 'off') return Object.fromEntries(NAMES.map((name) => [name, null]))
  try {
    const read: unknown = JSON.parse(text)
    if (typeof read !== 'object' || read === null || Array.isArray(read)) return null
    const entries = Object.entries(read).map(([name, quota]) => [name, quota === 'off' ? null : quota])
    return entries.every(isOverride) ? Object.fromEntries(entries) : null
  } catch {
    return null
  }
}

const isOverride = ([name, quota]: unknown[]): boolean =>
  NAMES.some((known) => known === name) && (quota === null || (Number.isSafeInteger(quota) && Number(quota) > 0))

/** @returns the names of the limits that count a request to this path by this asker. */
export const limitsOn = (path: string, asker: Asker): RateLimitName[] =>
  NAMES.filter((name) => {
    const { paths, of }: RateLimit = RATE_LIMITS[name]
    return of.includes(asker) && paths.some((prefix) => path.startsWith(prefix))
  })

/**
 * Who counts. The edge's quota is fixed at deploy: one that configuration makes smaller is counted exactly instead, and
 * of one that it makes larger the edge would know nothing, so nobody counts.
 */
export const counterOf = (name: RateLimitName, wanted: number): 'window' | 'edge' | 'nobody' => {
  const { quota, exact } = RATE_LIMITS[name]
  if (exact || wanted < quota) return 'window'
  return wanted === quota ? 'edge' : 'nobody'
}
