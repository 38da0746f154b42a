import { describe, expect, it } from 'vitest'
import { CATALOGUE } from '../../contract/domain-events.ts'
import { call } from './client.ts'

describe('what describes the events', () => {
  it('is there for everybody, from every origin, and is not sent again to who has it', async () => {
    for (const path of ['/asyncapi.json', '/schemas/user.registered.json']) {
      const first = await call('GET', path, { headers: { origin: 'https://elsewhere.example' } })
      expect([first.status, first.headers.get('access-control-allow-origin')]).toEqual([200, '*'])
      expect(first.headers.get('cache-control')).toBe('public, max-age=300')
      await first.text()
      const again = await call('GET', path, { headers: { 'if-none-match': first.headers.get('etag') ?? '' } })
      expect([again.status, await again.text()]).toEqual([304, ''])
    }
  })

  it('names the host it was asked at', async () => {
    const document = await (await call('GET', '/asyncapi.json')).json<{ servers: { live: { host: string } } }>()
    expect(document.servers.live.host).toBe('signalbox.example')
  })

  it('has a schema of every type under its own address, and of nothing else', async () => {
    for (const type of Object.keys(CATALOGUE)) {
      const answer = await call('GET', `/schemas/${type}.json`)
      expect(answer.headers.get('content-type')).toBe('application/schema+json')
      expect(await answer.json()).toMatchObject({ $id: `https://signalbox.example/schemas/${type}.json`, title: type })
    }
    for (const path of ['/schemas/constructor.json', '/schemas/user.registered', '/schemas/UserRegistered.json']) {
      const answer = await call('GET', path)
      expect([answer.status, answer.headers.get('content-type')]).toEqual([404, 'application/problem+json'])
    }
  })

  it('can be read as a page without a script', async () => {
    const page = await (await call('GET', '/docs/events')).text()
    for (const type of Object.keys(CATALOGUE)) expect(page).toContain(`id="${type}"`)
    expect(page).toContain('UserRegistered')
    expect(page).toContain('signalbox.booking.v1')
    expect(page).toContain('personal')
    expect(page).not.toContain('<script')
    expect(await (await call('GET', '/docs')).text()).toContain('href="/docs/events"')
  })
})
