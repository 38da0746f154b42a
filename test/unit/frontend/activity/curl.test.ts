import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import type { CloudEvent } from '../../../../contract/domain-events.ts'
import { curlOf, republished } from '../../../../frontend/src/activity/curl.ts'

const event: CloudEvent = {
  specversion: '1.0',
  id: 'e_1',
  source: '/organizations/o_1',
  type: 'shop.opened',
  subject: "Ada's",
  time: '2026-11-21T12:00:00.000Z',
  datacontenttype: 'application/json',
  partitionkey: "Ada's",
  sequence: '0000000001',
  actor: 'u_1',
  correlationid: 'c_1',
  data: { says: "it's $HOME `here`" },
}

describe('the command that publishes an event again', () => {
  it('says nothing that only the server says', () => {
    expect(Object.keys(republished(event)).toSorted()).toEqual([
      'data',
      'datacontenttype',
      'partitionkey',
      'specversion',
      'subject',
      'type',
    ])
  })

  it('gives a shell exactly the event, whatever stands in it', () => {
    const command = curlOf(event, 'https://box.example').replace(/^curl/, `printf '%s\\n'`)
    const words = execFileSync('sh', ['-c', command], { encoding: 'utf8' }).trimEnd().split('\n')
    expect(words).toContain('https://box.example/api/v1/domain-events')
    expect(JSON.parse(words.at(-1) ?? '')).toEqual(republished(event))
  })
})
