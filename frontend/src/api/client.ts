import createClient from 'openapi-fetch'
import { type ApiError, isSignedOut, offline, problemOf } from './problem.ts'
import type { paths } from './schema.gen.ts'

const refreshPath = '/api/v1/auth/refresh'

/**
 * Refresh tokens rotate and a reused one ends the whole session, so two tabs must not send the same one: the lock is
 * the browser's, across tabs. Without it (plain http) each tab is alone.
 */
async function renew(wish: { organization?: string }): Promise<void> {
  const refresh = async () => {
    const response = await fetch(refreshPath, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(wish),
    })
    if (!response.ok) throw await problemOf(response)
    // An answer that nobody reads keeps its connection.
    await response.arrayBuffer()
  }
  return 'locks' in navigator ? navigator.locks.request('session-refresh', refresh) : refresh()
}

/** A session that is refused stays so; a server or a provider in trouble may renew it a little later. */
const isRefused = (error: ApiError) => error.problem?.status < 500 && error.problem.status !== 429

let refreshing: Promise<boolean> | null = null

function refreshOnce(): Promise<boolean> {
  const whether = (error: ApiError) => {
    if (isRefused(error)) return false
    throw error
  }
  refreshing ??= renew({})
    .then(() => true, whether)
    .finally(() => {
      refreshing = null
    })
  return refreshing
}

/** The session of another organisation of the same person. */
export const switchOrganization = (organization: string): Promise<void> =>
  renew({ organization }).catch((error) => {
    throw error instanceof TypeError ? offline() : error
  })

/** `fetch` that renews an expired session once, and throws every failure as a problem. */
async function fetchOrRefresh(request: Request): Promise<Response> {
  const again = request.clone()
  try {
    const first = await fetch(request)
    if (first.ok) return first
    const refused = await problemOf(first)
    if (!isSignedOut(refused) || !(await refreshOnce())) throw refused
    const second = await fetch(again)
    if (second.ok) return second
    throw await problemOf(second)
  } catch (error) {
    throw error instanceof TypeError ? offline() : error
  }
}

export const api = createClient<paths>({ baseUrl: location.origin, fetch: fetchOrRefresh })

/** The body of an answer; a failure has been thrown by then. */
export async function answer<T>(call: Promise<{ data?: T }>): Promise<T> {
  const { data } = await call
  return data as T
}

/** Makes a creating POST safe to send again. */
export const idempotent = () => ({ 'idempotency-key': crypto.randomUUID() })
