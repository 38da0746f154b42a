import { describe, expect, it } from 'vitest'
import { afterStretch, BEGUN } from '../../../../frontend/src/activity/verification.ts'

const stretch = {
  ok: true,
  hours: 2,
  entries: 10,
  erased: 1,
  head: 'a'.repeat(64),
  sealedUntil: null,
  firstBroken: null,
}
const broken = {
  reason: 'entry_changed',
  position: 7,
  id: 'e_7',
  line: 1,
  hour: '2026-11-21T12:00:00.000Z',
  key: 'k',
} as const

describe('a walk over the sealed log', () => {
  it('adds up what each stretch counted, and ends with the last', () => {
    const first = afterStretch(BEGUN, { ...stretch, next: 'x' })
    expect(first).toMatchObject({ state: 'running', hours: 2, entries: 10 })
    expect(afterStretch(first, { ...stretch, head: null, next: null })).toMatchObject({
      state: 'done',
      hours: 4,
      entries: 20,
      erased: 2,
      head: stretch.head,
    })
  })

  it('ends where something is wrong', () => {
    expect(afterStretch(BEGUN, { ...stretch, ok: false, firstBroken: broken, next: 'x' })).toMatchObject({
      state: 'done',
      firstBroken: broken,
    })
  })
})
