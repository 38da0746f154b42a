/** Scheme, host and port: `https://shop.example`, and those of packaged apps, such as `capacitor://localhost`. */
const ORIGIN = /^([a-z][a-z0-9+.-]*):\/\/(\[[0-9a-f:.]+\]|[^\s/?#@:*[\]\\]+)(?::(\d{1,5}))?\/?$/i
const WILDCARD = /^\*\.([^\s/?#@:*[\]\\]+)$/
const DEFAULT_PORTS: Record<string, string> = { http: '80', https: '443' }

/**
 * Reads an entry of a list of allowed origins.
 * @returns it in the form that browsers send (lower case, Punycode, no default port), a wildcard as `*.domain`; null where
 * it is neither an origin nor a wildcard
 */
export const readAllowedOrigin = (entry: string): string | null => {
  const [, domain] = WILDCARD.exec(entry) ?? []
  if (domain !== undefined) {
    const host = asciiHost(domain)
    return host === null ? null : `*.${host}`
  }
  const [, scheme = '', host = '', port] = ORIGIN.exec(entry) ?? []
  const ascii = asciiHost(host)
  if (ascii === null || Number(port ?? 0) > 65_535) return null
  const plain = scheme.toLowerCase()
  const shown = port === undefined || port === DEFAULT_PORTS[plain] ? '' : `:${Number(port)}`
  return `${plain}://${ascii}${shown}`
}

/**
 * Whether a page may send with a key that has a list.
 * @param origin as the browser sent it; `null`, of pages that hide where they are from, is on no list
 * @param allowed entries as {@link readAllowedOrigin} writes them
 */
export const isAllowedOrigin = (origin: string, allowed: readonly string[]): boolean => {
  if (allowed.includes(origin)) return !origin.startsWith('*')
  const sent = readAllowedOrigin(origin)
  if (sent === null || sent.startsWith('*')) return false
  if (allowed.includes(sent)) return true
  const host = sent.slice(sent.indexOf('://') + 3).replace(/:\d+$/, '')
  return allowed.some((entry) => entry.startsWith('*.') && (host === entry.slice(2) || host.endsWith(entry.slice(1))))
}

// What a browser makes of a host: the URL standard's own parser, by way of a scheme that it knows.
const asciiHost = (host: string): string | null => {
  if (host === '' || !URL.canParse(`https://${host}`)) return null
  const { hostname } = new URL(`https://${host}`)
  return hostname.endsWith('.') ? null : hostname
}
