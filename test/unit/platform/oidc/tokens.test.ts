import { randomUUID } from 'node:crypto'
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { presentedToken, verifyIssuedToken } from '../../../../platform/oidc/tokens.ts'

const NOW = Date.now()
const AUDIENCE = 'https://api.example'
const seconds = Math.floor(NOW / 1000)
const { privateKey, publicKey } = await generateKeyPair('ES256')
const keys = { keys: [{ ...(await exportJWK(publicKey)), kid: 'k', alg: 'ES256' }] }

const sign = (claims: Record<string, unknown>) =>
  new SignJWT({ sub: 's', aud: AUDIENCE, exp: seconds + 60, ...claims } as JWTPayload)
    .setProtectedHeader({ alg: 'ES256', kid: 'k', typ: 'at+jwt' })
    .sign(privateKey)

/** An issuer of its own for each test, because what is known of one is kept. @returns it, and how often it was asked what */
function issuerThat(answers: { discovery?: unknown; keys?: () => Response }) {
  const issuer = `https://${randomUUID()}.example`
  const asked: string[] = []
  const discovery = answers.discovery ?? {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/keys`,
  }
  vi.stubGlobal('fetch', async (url: string) => {
    asked.push(new URL(url).pathname)
    if (url === `${issuer}/keys`) return answers.keys?.() ?? Response.json(keys)
    return Response.json(discovery)
  })
  return { issuer, asked }
}

afterEach(() => vi.unstubAllGlobals())

describe('a bearer token that nobody has looked at yet', () => {
  it('names issuer and audiences', async () => {
    const token = await sign({ iss: 'https://a.example', aud: [AUDIENCE, 'b'] })
    expect(presentedToken(token, NOW)).toEqual({ issuer: 'https://a.example', audiences: [AUDIENCE, 'b'] })
  })

  it('is none where its claims are not what they have to be', async () => {
    for (const strange of [
      { aud: [{}] },
      { aud: [null] },
      { aud: [[['a']]] },
      { aud: [] },
      { aud: {} },
      { aud: 5 },
      { iss: {} },
      { iss: ['https://a.example'] },
      { sub: 5 },
      { sub: {} },
      { exp: '9' },
      { exp: null },
    ])
      expect([strange, presentedToken(await sign({ iss: 'https://a.example', ...strange }), NOW)]).toEqual([
        strange,
        null,
      ])
  })
})

describe('an issuer', () => {
  it('is asked once for what many tokens need', async () => {
    const { issuer, asked } = issuerThat({})
    const token = await sign({ iss: issuer })
    for (let times = 0; times < 3; times += 1)
      expect((await verifyIssuedToken({ issuer, audience: AUDIENCE }, token, NOW)).ok).toBe(true)
    expect(asked).toEqual(['/.well-known/openid-configuration', '/keys'])
  })

  // Who sets up a provider says where its keys are: we must not knock there once for each token that is brought to us.
  it.each([
    ['something else', () => new Response('<html>')],
    ['no list', () => Response.json({ keys: 'none' })],
    ['an error', () => new Response('{}', { status: 404 })],
    ['more than is read', () => new Response(new Uint8Array(600 * 1024))],
  ])('whose key set is %s is left alone for a while', async (_, answer) => {
    const { issuer, asked } = issuerThat({ keys: answer })
    const token = await sign({ iss: issuer })
    const verify = (now: number) => verifyIssuedToken({ issuer, audience: AUDIENCE }, token, now)
    for (let times = 0; times < 5; times += 1)
      expect(await verify(NOW)).toEqual({ ok: false, error: 'provider_unavailable' })
    expect(asked.filter((path) => path === '/keys')).toHaveLength(1)
    await verify(NOW + 6000)
    expect(asked.filter((path) => path === '/keys')).toHaveLength(2)
  })

  it('that is not understood is left alone for a while', async () => {
    const { issuer, asked } = issuerThat({ discovery: { issuer: 'https://another.example' } })
    const token = await sign({ iss: issuer })
    for (let times = 0; times < 5; times += 1)
      expect(await verifyIssuedToken({ issuer, audience: AUDIENCE }, token, NOW)).toEqual({
        ok: false,
        error: 'invalid',
      })
    expect(asked).toHaveLength(1)
  })
})
