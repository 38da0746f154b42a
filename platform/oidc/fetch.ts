/** Milliseconds one request to a provider may take. */
const REQUEST_MS = 5000
/** Milliseconds for all requests of one sign-in or refresh together. */
const CONVERSATION_MS = 8000
/** What is read of an answer; key sets and tokens are far smaller. */
const ANSWER_BYTES = 512 * 1024

const UNAVAILABLE = 'PROVIDER_UNAVAILABLE'

/** The part of fetch that a conversation with a provider needs; the same for oauth4webapi and jose. */
export type ProviderFetch = (
  url: string,
  init: {
    method?: string
    headers?: HeadersInit
    body?: BodyInit | null | undefined
    redirect?: 'manual'
    signal?: AbortSignal | undefined
  },
) => Promise<Response>

/** @returns whether a provider may be asked there: over TLS, or on this very machine. */
export const isProviderUrl = (text: unknown): text is string => {
  if (typeof text !== 'string' || !URL.canParse(text)) return false
  const { protocol, username, password } = new URL(text)
  return (protocol === 'https:' || isLoopback(text)) && username === '' && password === ''
}

/** @returns whether the address is plain HTTP on this machine, as in a trial (RFC 8252, section 8.3). */
export const isLoopback = (text: string): boolean => {
  const { protocol, hostname } = new URL(text)
  return protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
}

/**
 * A fetch for one conversation with a provider: limited in time and bytes, and never led elsewhere by a redirect, because
 * whoever sets up a provider chooses where this deployment asks.
 * @throws what {@link isUnavailable} knows where nothing usable answered
 */
export const providerFetch = (): ProviderFetch => {
  const end = AbortSignal.timeout(CONVERSATION_MS)
  return async (url, { method, headers, body }) => {
    if (!isProviderUrl(url)) throw new Error('A provider names an address that is not asked')
    const signal = AbortSignal.any([end, AbortSignal.timeout(REQUEST_MS)])
    const given = { ...(method && { method }), ...(headers && { headers }), ...(body && { body }) }
    const answer = await awaited(fetch(url, { ...given, redirect: 'manual', signal }))
    if (answer.status >= 500 || answer.status === 429) {
      await answer.body?.cancel()
      throw unavailable()
    }
    const bytes = await awaited(readUpTo(answer, ANSWER_BYTES))
    const { status } = answer
    const type = answer.headers.get('Content-Type')
    const challenge = answer.headers.get('WWW-Authenticate')
    const kept = { ...(type && { 'Content-Type': type }), ...(challenge && { 'WWW-Authenticate': challenge }) }
    return new Response([204, 205, 304].includes(status) ? null : bytes, { status, headers: kept })
  }
}

/** @returns whether a conversation failed because nobody answered, rather than because of what was answered. */
export const isUnavailable = (error: unknown): boolean => {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if ('code' in cause && cause.code === UNAVAILABLE) return true
  return false
}

/** The error of a provider that does not answer. */
export const unavailable = (cause?: unknown): Error =>
  Object.assign(new Error('The identity provider does not answer', { cause }), { code: UNAVAILABLE })

// What fetch rejects with differs by runtime and reason; from here on it is one thing: nobody answered.
const awaited = async <T>(answer: Promise<T>): Promise<T> => {
  try {
    return await answer
  } catch (cause) {
    throw unavailable(cause)
  }
}

const readUpTo = async (answer: Response, most: number): Promise<Uint8Array> => {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of answer.body ?? []) {
    size += chunk.byteLength
    if (size > most) throw new Error('The answer of a provider is too large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
