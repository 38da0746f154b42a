import { describe, expect, it } from 'vitest'
import { type ClaimSources, findCredentials } from '../../../../domain/errors/credentials.ts'

const KEY = '0100000001aabbccddeeff0011223344'
const OTHER = '0100000002aabbccddeeff0011223344'

const found = (sources: ClaimSources) => {
  const credentials = findCredentials(sources)
  return credentials.ok ? credentials.value : credentials.error.reason
}

describe('findCredentials', () => {
  it.each<[string, ClaimSources]>([
    ['X-Sentry-Auth with spaces', { sentryAuth: `Sentry sentry_key=${KEY}, sentry_version=7` }],
    ['X-Sentry-Auth without spaces', { sentryAuth: `Sentry sentry_version=7,sentry_key=${KEY}` }],
    ['X-Sentry-Auth in another case', { sentryAuth: `sEnTrY Sentry_Key=${KEY}` }],
    [
      'X-Sentry-Auth with a secret and a time',
      { sentryAuth: `Sentry sentry_timestamp=1.5,sentry_key=${KEY}, sentry_secret=x` },
    ],
    ['X-Sentry-Auth of protocol 5', { sentryAuth: `Sentry sentry_version=5, sentry_key=${KEY}` }],
    ['Authorization: Sentry', { authorization: `Sentry sentry_key=${KEY}` }],
    ['Authorization: Basic', { authorization: `Basic ${btoa(`${KEY}:`)}` }],
    ['Authorization: basic with a secret', { authorization: `basic ${btoa(`${KEY}:secret`)}` }],
    ['query', { query: new URLSearchParams(`sentry_version=7&sentry_key=${KEY}`) }],
    ['query with key:secret', { query: new URLSearchParams({ sentry_key: `${KEY}:secret` }) }],
    ['path', { path: KEY }],
    ['upper case', { path: KEY.toUpperCase() }],
  ])('finds the key in %s', (_name, sources) => {
    expect(found(sources)).toEqual({ publicKey: KEY })
  })

  it('finds the key and the project in an envelope dsn', () => {
    expect(found({ dsn: `https://${KEY}@errors.example/7` })).toEqual({ publicKey: KEY, project: '7' })
  })

  it('notes the client', () => {
    expect(found({ sentryAuth: `Sentry sentry_key=${KEY}, sentry_client=sentry-cli/x86_64` })).toEqual({
      publicKey: KEY,
      client: 'sentry-cli/x86_64',
    })
  })

  it('takes several places that agree', () => {
    const sources = {
      sentryAuth: `Sentry sentry_key=${KEY}`,
      query: new URLSearchParams({ sentry_key: KEY }),
      dsn: `https://${KEY}@e.example/7`,
    }
    expect(found(sources)).toEqual({ publicKey: KEY, project: '7' })
  })

  it('names the places that disagree', () => {
    const credentials = findCredentials({ sentryAuth: `Sentry sentry_key=${KEY}`, dsn: `https://${OTHER}@e.example/7` })
    expect(credentials).toMatchObject({
      error: { reason: 'conflict', detail: 'the keys in X-Sentry-Auth and envelope dsn differ' },
    })
  })

  it('refuses a protocol that does not exist yet', () => {
    expect(found({ sentryAuth: `Sentry sentry_key=${KEY}, sentry_version=8` })).toBe('version')
  })

  it.each<ClaimSources>([
    {},
    { sentryAuth: '' },
    { sentryAuth: 'Sentry' },
    { sentryAuth: 'Sentry sentry_key=' },
    { authorization: 'Bearer abc' },
    { authorization: 'Basic !!!' },
    { authorization: 'Basic A' },
    { query: new URLSearchParams('sentry_version=7') },
    { dsn: 'nonsense' },
    { dsn: 7 },
  ])('finds nothing in %j', (sources) => {
    expect(found(sources)).toBe('missing')
  })
})
