import { describe, expect, it } from 'vitest'
import { normalizeEventId } from '../../../../domain/errors/event-id.ts'

const ID = '9ec79c33ec9942ab8353589fcb2e04dc'

describe('normalizeEventId', () => {
  it.each([ID, ID.toUpperCase(), '9ec79c33-ec99-42ab-8353-589fcb2e04dc', '9EC79C33-EC99-42AB-8353-589FCB2E04DC'])(
    '%s is the same id',
    (id) => {
      expect(normalizeEventId(id)).toBe(ID)
    },
  )

  it.each([
    undefined,
    null,
    7,
    {},
    '',
    'abc',
    `${ID}0`,
    ID.slice(1),
    '../../../etc/passwd',
    '0'.repeat(32),
    '9ec79c33ec9942ab8353-589fcb2e04dc',
  ])('%s is no id', (id) => {
    expect(normalizeEventId(id)).toBeNull()
  })
})
