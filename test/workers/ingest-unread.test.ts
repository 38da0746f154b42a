import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { migrated } from './migrated.ts'
import { sdkSide } from './sdk-side.ts'

const MIB = 1024 * 1024

beforeAll(migrated)

/** A body that is sent as it is read, and remembers how much of it was. */
function upload(bytes: number) {
  const sent = { bytes: 0 }
  const body = new ReadableStream({
    type: 'bytes',
    pull: (controller) => {
      if (sent.bytes >= bytes) {
        controller.close()
        controller.byobRequest?.respond(0)
        return
      }
      sent.bytes += MIB
      controller.enqueue(new Uint8Array(MIB))
    },
  })
  return { sent, body }
}

describe('what is refused before its end', () => {
  it.each([
    [
      'a wrong key',
      403,
      (side: Side, body: BodyInit) =>
        side.send(`/api/${side.project}/envelope/?sentry_key=${'a'.repeat(32)}`, { body }),
    ],
    ['too large a body', 413, (side: Side, body: BodyInit) => side.envelope(body)],
    [
      'a strange encoding',
      415,
      (side: Side, body: BodyInit) => side.envelope(body, { 'content-encoding': 'compress' }),
    ],
    ['no such endpoint', 404, (side: Side, body: BodyInit) => side.send(`/api/${side.project}/nothing/`, { body })],
    [
      'nothing stored',
      200,
      (side: Side, body: BodyInit) => side.send('/api/7/otlp/v1/logs', { body, headers: side.auth }),
    ],
  ])('%s is answered %i after it was read', async (_, status, send) => {
    const side = await sdkSide('7')
    const { body, sent } = upload(30 * MIB)
    expect((await send(side, body)).status).toBe(status)
    expect(sent.bytes).toBe(30 * MIB)
  })

  it('is not read without end', async () => {
    const side = await sdkSide('7')
    const { body, sent } = upload(Number.POSITIVE_INFINITY)
    expect((await side.envelope(body)).status).toBe(413)
    expect(sent.bytes).toBeLessThan(100 * MIB)
  })

  it('is not read at all where it says that it has no end in reach', async () => {
    const side = await sdkSide('7')
    const { body, sent } = upload(Number.POSITIVE_INFINITY)
    expect((await side.envelope(body, { 'content-length': String(2 ** 40) })).status).toBe(413)
    expect(sent.bytes).toBeLessThan(2 * MIB)
  })

  it('may be a bomb, or damaged, and read already', async () => {
    const side = await sdkSide('7')
    const bomb = gzipSync(new Uint8Array(41 * MIB))
    expect((await side.envelope(bomb, { 'content-encoding': 'gzip' })).status).toBe(413)
    expect((await side.envelope('nonsense')).status).toBe(400)
  })
})

type Side = Awaited<ReturnType<typeof sdkSide>>
