import { env } from 'cloudflare:workers'
import type { Session } from '../../contract/auth.ts'
import type { Problem } from '../../contract/problem.ts'
import { countAttempt } from '../../platform/attempts.ts'
import { totpCode } from '../../platform/totp.ts'
import { call, read } from './client.ts'

export const PASSWORD = 'correct horse'

/** @returns the code of a problem. */
export const refusal = async (answer: Promise<Response>): Promise<string> =>
  ((await (await answer).json()) as Problem).code

/** Sends a JSON body as someone, or as nobody. */
export const post = (path: string, body: unknown, token?: string): Promise<Response> =>
  call('POST', `/api/v1${path}`, { body, ...(token !== undefined && { token }) })

export const login = (email: string, password = PASSWORD, code?: string): Promise<Response> =>
  post('/auth/login', { email, password, ...(code !== undefined && { code }) })

export const signedIn = (email: string, password = PASSWORD): Promise<Session> =>
  read<Session>(200, login(email, password))

export const limit = Number((env as Env).AUTH_ATTEMPTS_PER_15_MINUTES)

/** Uses up attempts under a key, without the slow work that each would cost. */
export const spend = async (key: string, attempts: number): Promise<void> => {
  for (let n = 0; n < attempts; n += 1)
    await countAttempt((env as Env).ATTEMPT_WINDOW, [key], { limit, windowMs: 15 * 60_000, now: Date.now() })
}

/** @returns the texts of the mails to an address, the newest in front. */
export const mailsTo = async (address: string): Promise<{ template: string; body: string; language: string }[]> => {
  const { results } = await (env as Env).DB.prepare(
    'SELECT template, body, language FROM deliveries WHERE target = ? ORDER BY created_at DESC, rowid DESC',
  )
    .bind(address)
    .all<{ template: string; body: string; language: string }>()
  return results
}

/** @returns the token of the link in the newest mail to an address. */
export const tokenSentTo = async (address: string): Promise<string> => {
  for (const { body } of await mailsTo(address)) {
    const [, token] = /#token=([\w-]+)/.exec(body) ?? []
    if (token !== undefined) return token
  }
  throw new Error('no link was sent there')
}

/** Sets a second factor; `past` is a code that was not used yet, because it is the one of the step before. */
export const withSecondFactor = async ({
  accessToken,
}: Session): Promise<{ secret: string; recoveryCodes: string[]; next: () => string }> => {
  const { secret } = await read<{ secret: string }>(
    200,
    post('/users/profile/second-factor', { password: PASSWORD }, accessToken),
  )
  // The code of the step before, so that the present one and the next are still to be had.
  const code = totpCode(secret, Date.now() - 30_000)
  const { recoveryCodes } = await read<{ recoveryCodes: string[] }>(
    200,
    post('/users/profile/second-factor/confirm', { code }, accessToken),
  )
  return { secret, recoveryCodes, next: () => totpCode(secret, Date.now()) }
}
