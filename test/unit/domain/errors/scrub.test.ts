import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normalize } from '../../../../domain/errors/normalize.ts'
import { isSensitiveKey, sensitiveCookie } from '../../../../domain/errors/scrub/sensitive-key.ts'
import { scrubText } from '../../../../domain/errors/scrub/text.ts'
import { scrub } from '../../../../domain/errors/scrub.ts'

const scrubbed = (raw: unknown) => scrub(normalize(raw, { eventId: 'a'.repeat(32), receivedAt: 0 }))
const F = '[Filtered]'

describe('names of secrets', () => {
  it.each(
    'password Password user_password passwordConfirm passwd passphrase pwd secret client_secret AWS_SECRET_ACCESS_KEY api_key apiKey api-key X-Api-Key apikey auth http_auth Authorization proxy-authorization HTTP_AUTHORIZATION authentication credentials db-credentials mysql_pwd MYSQL_PWD privatekey private_key privateKey token access_token refreshToken id_token csrfToken X-CSRF-Token csrfmiddlewaretoken XSRF-TOKEN bearer cookie Set-Cookie HTTP_COOKIE cookies sessionid session_id PHPSESSID token_value accessTokens jwt oauth ssn cvv creditCard'.split(
      ' ',
    ),
  )('knows %s', (name) => {
    expect(isSensitiveKey(name)).toBe(true)
  })

  it.each(
    'token_count tokens_used max_tokens prompt_tokens gen_ai.usage.input_tokens tokenizer token_type tokenized author authors authority authored cookie_policy key keyboard keys monkey passenger bypass compass session sessions trace_id span_id user username email assertion cardinality discarded access created'.split(
      ' ',
    ),
  )('lets %s pass', (name) => {
    expect(isSensitiveKey(name)).toBe(false)
  })

  it('knows more names of cookies', () => {
    expect(['connect.sid', 'session', 'JSESSIONID', 'remember_me'].every(sensitiveCookie)).toBe(true)
    expect(['theme', 'lang', 'outside'].some(sensitiveCookie)).toBe(false)
  })
})

describe('secrets known by their form', () => {
  it.each([
    ['paid with 4111 1111 1111 1111.', `paid with ${F}.`],
    ['5500-0000-0000-0004', F],
    ['amex 378282246310005', `amex ${F}`],
    ['postgres://app:s3cr3t@db:5432/x', `postgres://app:${F}@db:5432/x`],
    ['redis://:p@ss@host/0', `redis://:${F}@host/0`],
    ['https://x.test/?a=1&access_token=abc123&b=2', `https://x.test/?a=1&access_token=${F}&b=2`],
    ['#id_token=abc', `#id_token=${F}`],
    ['user=ann&user[password]=p%20w', `user=ann&user[password]=${F}`],
    ['connect host=db password=hunter2 port=1', `connect host=db password=${F} port=1`],
    ['{"user":"ann","password":"a\\"b c","n":1}', `{"user":"ann","password":"${F}","n":1}`],
    ['body "{\\"secret\\":\\"x y\\",\\"n\\":1}"', `body "{\\"secret\\":\\"${F}\\",\\"n\\":1}"`],
    ["{'api_key': 'abc', 'n': 2}", `{'api_key': '${F}', 'n': 2}`],
    ['{"token": 12345}', `{"token": ${F}}`],
    ['curl -H Authorization: Basic dXNlcjpwYXNz', `curl -H Authorization: Basic ${F}`],
    ['sent Bearer abc.def-123', `sent Bearer ${F}`],
    ['got eyJhbGciOiJI.eyJzdWIiOiIx.SflKxwRJ here', `got ${F} here`],
    ['-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\nok', `${F}\nok`],
    ['-----BEGIN PRIVATE KEY-----\nMIIEcut', F],
  ])('takes the secret out of %j', (text, expected) => {
    expect(scrubText(text)).toBe(expected)
  })

  it.each([
    ['order 4111111111111112 failed'], // check digit is wrong
    ['at 1795255200123 and 1795255200123456'],
    ['41111111111111111111111'],
    ['a4111111111111111'],
    ['http://localhost:8080/a@b'],
    ['git@github.com:a/b.git at 12:30'],
    ['Unexpected token } in JSON at position 5'],
    ['Unexpected token: punc'],
    ['Invalid password: must be 8 characters'],
    ['the bearer of this information'],
    ['Bearer information'],
    ['token_count=5&max_tokens=7'],
    ['password='],
    ['{"password":"","password":null'],
    ['basic authorization: none'],
    ['eyJust words. nothing'],
    ['-----BEGIN CERTIFICATE-----\nMIIE\n-----END CERTIFICATE-----'],
  ])('leaves %j', (text) => {
    expect(scrubText(text)).toBe(text)
  })

  it('takes time that grows with the length alone', () => {
    for (const part of [
      '=',
      '":',
      '://a:',
      '-----BEGIN PRIVATE KEY-----',
      'eyJaaaaaaaaa.',
      'eyJaaaaaaaaa-',
      '4',
      '4 ',
      'a=',
      'password="',
      "token='\\",
    ]) {
      const hostile = part.repeat(Math.ceil(200_000 / part.length))
      expect(typeof scrubText(hostile)).toBe('string')
    }
  })
})

describe('places of an event', () => {
  const secret = 'hunter2'
  const bag = {
    password: secret,
    nested: { list: [{ apiKey: { deep: secret } }] },
    url: `https://u:${secret}@h/`,
    n: 1,
  }

  it.each([
    ['extra', { extra: bag }],
    ['contexts', { contexts: { mine: bag } }],
    ['a context with a secret name', { contexts: { credentials: { value: secret } } }],
    ['data of the trace', { contexts: { trace: { trace_id: 'a', data: bag } } }],
    ['variables', { exception: [{ type: 'E', stacktrace: { frames: [{ vars: bag }] } }] }],
    ['variables of threads', { threads: [{ id: 1, stacktrace: { frames: [{ vars: bag }] } }] }],
    ['variables of the bare trace', { stacktrace: { frames: [{ vars: bag }] } }],
    ['mechanism', { exception: [{ type: 'E', mechanism: { type: 'm', data: bag } }] }],
    ['text of the exception', { exception: [{ type: 'E', value: `pwd=${secret}` }] }],
    ['message', { message: `password=${secret}` }],
    ['parameters', { logentry: { message: 'x', formatted: 'y', params: [bag] } }],
    ['breadcrumbs', { breadcrumbs: [{ message: `token=${secret}`, data: bag }] }],
    ['user data', { user: { id: 1, data: bag } }],
    ['tags', { tags: { api_key: secret } }],
    ['headers', { request: { headers: { Authorization: secret, 'X-Api-Key': secret, Referer: `/?token=${secret}` } } }],
    ['cookie header', { request: { headers: { cookie: `sid=${secret}; theme=dark` } } }],
    ['cookies', { request: { cookies: { session: secret } } }],
    ['query', { request: { query_string: `password=${secret}` } }],
    ['url', { request: { url: `https://u:${secret}@h/?token=${secret}#access_token=${secret}` } }],
    ['body as object', { request: { data: bag } }],
    ['body as JSON', { request: { data: JSON.stringify(bag) } }],
    ['body as form', { request: { data: `user=a&password=${secret}` } }],
    ['environment of the request', { request: { env: { HTTP_COOKIE: secret } } }],
    ['transaction', { transaction: `/login?token=${secret}` }],
    ['policy report', { csp: { 'document-uri': `https://x/?token=${secret}` } }],
    ['annotations', { _meta: { extra: { a: { '': { val: `password=${secret}` } } } } }],
    ['card as a number', { extra: { n: 4111111111111111, x: 'hunter' } }],
  ])('takes secrets out of %s', (_name, raw) => {
    const text = JSON.stringify(scrubbed(raw))
    expect(text).toContain(F)
    expect(text).not.toContain(secret)
    expect(text).not.toContain('4111')
  })

  it('keeps everything else as it is', () => {
    const raw = {
      message: 'plain',
      tags: { token_count: '5' },
      extra: {
        tokens_used: 12,
        password: null,
        secret: false,
        empty: { token: '' },
        author: 'Ann',
        big: 1795255200123456,
      },
      contexts: { trace: { trace_id: 'eyJ', span_id: '4111111111111111' } },
      user: { id: '4111', email: 'ann@example.org' },
      exception: [{ type: 'E', stacktrace: { frames: [{ context_line: 'password = "x"', function: 'auth' }] } }],
      modules: { token: '1.0' },
    }
    const plain = normalize(structuredClone(raw), { eventId: 'a'.repeat(32), receivedAt: 0 })
    expect(scrubbed(raw)).toEqual(plain)
  })

  it('never throws and does nothing the second time, for any JSON', () => {
    const names = fc.constantFrom('password', 'extra', 'data', 'token', 'a', '__proto__', 'constructor')
    const json = fc.letrec((tie) => ({
      value: fc.oneof(
        fc.string(),
        fc.integer(),
        fc.constant(null),
        fc.boolean(),
        tie('bag'),
        fc.array(tie('value'), { maxLength: 3 }),
      ),
      bag: fc.dictionary(names, tie('value'), { maxKeys: 3 }),
    }))
    const fields = fc.constantFrom(
      'extra',
      'contexts',
      'request',
      'user',
      'breadcrumbs',
      'exception',
      'tags',
      'logentry',
      '_meta',
    )
    fc.assert(
      fc.property(fc.dictionary(fields, json.value), (raw) => {
        const once = JSON.stringify(scrubbed(raw))
        expect(JSON.stringify(scrub(JSON.parse(once)))).toBe(once)
      }),
      { numRuns: 300 },
    )
  })
})
