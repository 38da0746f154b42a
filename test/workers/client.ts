import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import type { Session } from '../../contract/auth.ts'
import type { Project } from '../../contract/projects.ts'
import { api } from '../../workers/core/api/app.ts'

interface Wish {
  token?: string
  body?: unknown
  /** What is undefined is left out, also where it would be sent by default. */
  headers?: Record<string, string | undefined>
}

export const ORIGIN = 'https://signalbox.example'
let serial = 0
const another = () => {
  serial += 1
  return serial
}

/** An address nobody else knocks from, so that tests do not use up each other's attempts. */
export const freshAddress = () => `198.51.100.${another()}`

/** Calls the API as a client would and waits until it has also done what it left for after the answer. */
export async function call(method: string, path: string, { token, body, headers = {} }: Wish = {}): Promise<Response> {
  const sent = new Headers()
  for (const [name, value] of Object.entries({ 'cf-connecting-ip': freshAddress(), ...headers }))
    if (value !== undefined) sent.set(name, value)
  if (token !== undefined) sent.set('authorization', `Bearer ${token}`)
  if (body !== undefined && !sent.has('content-type')) sent.set('content-type', 'application/json')
  const context = createExecutionContext()
  const request = new Request(`${ORIGIN}${path}`, {
    method,
    headers: sent,
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const answer = await api.fetch(request, env as Env, context)
  await waitOnExecutionContext(context)
  return answer
}

/** @returns the JSON of an answer that must have this status. */
export async function read<T>(status: number, answer: Promise<Response>): Promise<T> {
  const response = await answer
  const text = await response.text()
  if (response.status !== status) throw new Error(`expected ${status}, got ${response.status}: ${text}`)
  return JSON.parse(text) as T
}

/** @returns a new person with an organisation of their own. */
export const someone = (email = `person${another()}@example.com`) =>
  read<Session>(201, call('POST', '/api/v1/auth/register', { body: { email, password: 'correct horse' } }))

/** @returns a new project of theirs. */
export const projectOf = (token: string, name = 'Demo') =>
  read<Project>(201, call('POST', '/api/v1/projects', { token, body: { name } }))
