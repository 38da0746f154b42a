import { describe, expect, it } from 'vitest'
import { exceptionsAsText } from '../../../../frontend/src/occurrence/as-text.ts'

const cause = {
  type: 'OperationalError',
  value: 'lock timeout',
  stacktrace: {
    frames: [{ function: 'lock', filename: 'holds.py', lineno: 88, context_line: '    cursor.execute(q)' }],
  },
}
const outer = {
  type: 'SeatUnavailable',
  value: 'A-12',
  stacktrace: {
    frames: [
      { function: 'view', filename: 'views.py', lineno: 3 },
      { function: 'book', filename: 'service.py', lineno: 57 },
    ],
  },
}

describe('exceptionsAsText', () => {
  it('prints Python as Python does: the cause first, the failing call last', () => {
    expect(exceptionsAsText([cause, outer], 'python')).toBe(`Traceback (most recent call last):
  File "holds.py", line 88, in lock
    cursor.execute(q)
OperationalError: lock timeout

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "views.py", line 3, in view
  File "service.py", line 57, in book
SeatUnavailable: A-12`)
  })

  it('prints others as they do: the failing call first, causes below', () => {
    expect(exceptionsAsText([cause, outer], 'java')).toBe(`SeatUnavailable: A-12
    at book (service.py:57)
    at view (views.py:3)
Caused by: OperationalError: lock timeout
    at lock (holds.py:88)`)
  })

  it('says what it can of an exception without type and trace', () => {
    expect(exceptionsAsText([{ value: 'only words' }], 'node')).toBe('only words')
  })
})
