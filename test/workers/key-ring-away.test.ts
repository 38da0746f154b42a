import { describe, expect, it } from 'vitest'
import { sdkSide } from './sdk-side.ts'

const BODY = '{}\n{"type":"event"}\n{"message":"boom"}'

// A file of its own, because an isolate that has once seen the MAC keys never needs the ring again.
describe('without the key ring', () => {
  it('an event is let in, and the digest decides', async () => {
    let rings = 0
    let gates = 0
    const hangs = {
      idFromName: () => '',
      get: () => ({ dsnKeys: () => new Promise(() => (rings += 1)) }),
    } as unknown as IngestEnv['KEY_RING']
    const gate = {
      idFromName: () => '',
      get: () => ({ lease: async () => (gates += 1) }),
    } as unknown as IngestEnv['PROJECT_GATE']
    const side = await sdkSide('4242', { KEY_RING: hangs, PROJECT_GATE: gate })
    expect((await side.envelope(BODY)).status).toBe(200)
    expect((await side.envelope(BODY)).status).toBe(200)
    expect(side.kept[0]?.meta).toMatchObject({ project: '4242', keyNumber: null, publicKey: side.publicKey })
    // Not every event waits for a ring that does not answer; and since anyone could name any project, no gate is woken.
    expect({ rings, gates, kept: side.kept.length }).toEqual({ rings: 1, gates: 0, kept: 2 })
  })
})
