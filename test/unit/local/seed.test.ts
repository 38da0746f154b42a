import { afterEach, describe, expect, it, vi } from 'vitest'
import { demoDsn } from '../../../local/seed.ts'

/** Answers by path, as the API would; what is asked beyond them is a mistake of the test. */
function answering(answers: Record<string, Response>) {
  vi.stubGlobal('fetch', async (url: string) => answers[new URL(url).pathname])
}

afterEach(() => vi.unstubAllGlobals())

describe('the DSN of the demo', () => {
  it('is that of the first project', async () => {
    const data = [
      { id: '10', dsn: 'https://b@localhost/10' },
      { id: '9', dsn: 'https://a@localhost/9' },
    ]
    answering({
      '/api/v1/auth/login': Response.json({ accessToken: 'token' }),
      '/api/v1/projects': Response.json({ data }),
    })
    expect(await demoDsn('http://localhost')).toEqual({ ok: true, value: 'https://a@localhost/9' })
  })

  it.each([
    [401, 'changed'],
    [429, 'refused'],
    [500, 'refused'],
  ])('is unknown when signing in answers %i: %s', async (status, error) => {
    answering({ '/api/v1/auth/login': new Response('{}', { status }) })
    expect(await demoDsn('http://localhost')).toEqual({ ok: false, error })
  })
})
