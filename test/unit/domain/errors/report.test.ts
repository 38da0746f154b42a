import { describe, expect, it } from 'vitest'
import { reportFaults } from '../../../../domain/errors/report.ts'

const pointers = (report: unknown) => reportFaults(report).map(({ pointer, code }) => `${pointer} ${code}`)

describe('reportFaults', () => {
  it.each([
    { message: 'boom' },
    {
      message: 'boom',
      stackTrace: 'Error: boom\n at x',
      level: 'ERROR',
      timestamp: '2026-01-01T00:00:00Z',
      tags: { service: 'a' },
    },
    { message: 'boom', stackTrace: ['a', 'b'], timestamp: 1.5, user: { id: 1 }, environment: null, other: [1] },
    { stackTrace: 'java.lang.Error: x' },
    { message: '', stackTrace: [{ toString: 1 }] },
  ])('takes %j', (report) => expect(reportFaults(report)).toEqual([]))

  it.each([null, 7, 'text', [], [{ message: 'x' }]])('refuses %j as a whole', (report) =>
    expect(pointers(report)).toEqual([' invalid_type']),
  )

  it.each([
    [{}, ['/message required']],
    [{ message: '  ' }, ['/message required']],
    [{ message: '', stackTrace: [] }, ['/message required']],
    [{ message: null }, ['/message required']],
    [{ message: 7 }, ['/message invalid_type']],
    [{ message: 'a', tags: [], level: 3 }, ['/level invalid_type', '/tags invalid_type']],
  ])('says what is wrong with %j', (report, expected) => expect(pointers(report)).toEqual(expected))

  it('survives lists nested deeper than the stack', () => {
    const nested = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)
    expect(reportFaults({ message: '', stackTrace: nested })).toEqual([])
  })
})
