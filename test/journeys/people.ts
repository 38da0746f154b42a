import { randomUUID } from 'node:crypto'
import type { Session } from '../../contract/auth.ts'
import type { Delivery } from '../../contract/deliveries.ts'
import type { Page } from '../../contract/page.ts'
import type { Problem } from '../../contract/problem.ts'
import { send, until } from './client.ts'

export const PASSWORD = 'a-long-password'

/** What the API answered; `body` is its JSON, whatever it says. */
export interface Reply<Body = unknown> {
  status: number
  headers: Headers
  body: Body
  /** The reason, where it is a problem. */
  code: Problem['code'] | undefined
}

interface Asked {
  token?: string | undefined
  body?: unknown
  headers?: Record<string, string>
}

/** Asks `/api/v1/<path>` with any method and hands over whatever comes. */
export async function tell<Body = unknown>(
  origin: string,
  call: `${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} ${string}`,
  { token, body, headers = {} }: Asked = {},
): Promise<Reply<Body>> {
  const [method = '', path = ''] = call.split(' ')
  const answer = await fetch(`${origin}/api/v1/${path}`, {
    method,
    redirect: 'manual',
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  const json = /[/+]json/.test(answer.headers.get('content-type') ?? '') ? JSON.parse(text) : undefined
  return { status: answer.status, headers: answer.headers, body: json, code: json?.code }
}

export const newAddress = (name = 'person') => `${name}-${randomUUID()}@example.com`

/** Makes an account and an organisation of its own. */
export const newPerson = (origin: string, wish: Record<string, unknown> = {}): Promise<Session> =>
  send<Session>(origin, 'auth/register', { body: { email: newAddress(), password: PASSWORD, ...wish } })

export const signIn = (origin: string, wish: Record<string, unknown>, headers: Record<string, string> = {}) =>
  tell<Session>(origin, 'POST auth/login', { body: { password: PASSWORD, ...wish }, headers })

/** Whether an access token is taken. */
export const isSignedIn = async (origin: string, token: string): Promise<boolean> =>
  (await tell(origin, 'GET auth/me', { token })).status === 200

/** Lets someone new join the organisation of an inviter, by the link of their invitation; they then act there. */
export async function newMember(origin: string, inviter: Session, role: string): Promise<Session> {
  const email = newAddress(role)
  const { link } = await send<{ link: string }>(origin, 'members/invitations', {
    token: inviter.accessToken,
    body: { email, role },
  })
  return newPerson(origin, { email, invitation: tokenIn(link) })
}

/** The token that a link of a mail holds. */
export const tokenIn = (text: string): string => /#token=([\w-]+)/.exec(text)?.[1] ?? ''

/** The text of the newest mail of a kind that the deployment sent to an address, as its ADMIN reads it. */
export const mailTo = (origin: string, admin: string, { email, template }: { email: string; template: string }) =>
  until(`a mail ${template} to ${email}`, async () => {
    const { data } = await send<Page<Delivery>>(origin, 'deliveries?scope=deployment&limit=100', { token: admin })
    const found = data.find((one) => one.target === email && one.template === template)
    if (found === undefined) return undefined
    return (await send<{ body: string }>(origin, `deliveries/${found.id}`, { token: admin })).body
  })

const COOKIES = ['__Host-signalbox', '__Host-signalbox-refresh'] as const

/** The cookies that an answer set, as a browser sends them back. */
export const cookiesOf = ({ headers }: Pick<Reply, 'headers'>): string =>
  headers
    .getSetCookie()
    .map((line) => line.split(';')[0] ?? '')
    .filter((pair) => COOKIES.some((name) => pair.startsWith(`${name}=`)))
    .join('; ')
