import { QueryClient } from '@tanstack/react-query'
import { describe, expect, it } from 'vitest'
import type { Issue } from '../../../../frontend/src/api/shapes.ts'
import { applyFrame, withActivity } from '../../../../frontend/src/live/apply.ts'

const issue = (id: string, count = 3): Issue => ({
  id,
  shortId: `SHOP-${id}`,
  projectId: '1',
  title: 'TypeError: x',
  culprit: '',
  level: 'error',
  platform: 'node',
  status: 'unresolved',
  count,
  users: 1,
  firstSeen: '2027-01-01T00:00:00.000Z',
  lastSeen: '2027-01-01T00:00:00.000Z',
  sparkline: [0, 1, 2],
  firstRelease: null,
  lastRelease: null,
  environment: null,
  regressions: 0,
  version: 1,
})

const activity = (id: string, count: number) => ({
  id,
  projectId: '1',
  count,
  users: 2,
  lastSeen: '2027-01-02T00:00:00.000Z',
})

const listKey = ['issues', { status: 'unresolved' }]

function listOf(...issues: Issue[]) {
  const queries = new QueryClient()
  queries.setQueryData(listKey, { pages: [{ data: issues, next: null }], pageParams: [undefined] })
  const shown = () => queries.getQueryData<{ pages: { data: Issue[] }[] }>(listKey)?.pages[0]?.data ?? []
  return { queries, shown }
}

describe('live frames in the caches', () => {
  it('counters grow in place and no row moves', () => {
    const { queries, shown } = listOf(issue('a'), issue('b'))
    applyFrame(queries, { type: 'activity', topic: 'issues', issues: [activity('b', 9)] })
    expect(shown().map(({ id, count }) => [id, count])).toEqual([
      ['a', 3],
      ['b', 9],
    ])
  })

  it('the last hour of the sparkline grows by what was added', () => {
    expect(withActivity(issue('a', 3), activity('a', 8)).sparkline).toEqual([0, 1, 7])
  })

  it('a late frame with fewer occurrences takes nothing from the sparkline', () => {
    expect(withActivity(issue('a', 8), activity('a', 5)).sparkline).toEqual([0, 1, 2])
  })

  it('an issue resolved elsewhere stays in the list and says so', () => {
    const { queries, shown } = listOf(issue('a'))
    applyFrame(queries, { type: 'event', position: 1, topic: 'issues', data: { type: 'issue.resolved', subject: 'a' } })
    expect(shown().map(({ status }) => status)).toEqual(['resolved'])
  })

  it('the chart of an open issue grows by as much as its count', () => {
    const { queries } = listOf()
    const hours = (last: number) => [
      { hour: '2027-01-01T23:00:00.000Z', count: 1 },
      { hour: '2027-01-02T00:00:00.000Z', count: last },
    ]
    queries.setQueryData(['issue', 'a'], issue('a', 3))
    queries.setQueryData(['issue', 'a', 'stats', '24h'], hours(2))
    applyFrame(queries, { type: 'activity', topic: 'issues', issues: [activity('a', 8)] })
    expect(queries.getQueryData(['issue', 'a', 'stats', '24h'])).toEqual(hours(7))
  })

  it('a list that a frame passed by reads again when next opened', () => {
    const { queries } = listOf(issue('a'))
    applyFrame(queries, {
      type: 'event',
      position: 1,
      topic: 'issues',
      data: { type: 'issue.created', subject: 'new' },
    })
    expect(queries.getQueryState(listKey)?.isInvalidated).toBe(true)
  })

  it('what is open is read again where more was missed than was told, and lists when next opened', () => {
    const { queries, shown } = listOf(issue('a'))
    queries.setQueryData(['projects'], [])
    queries.setQueryData(['issue', 'a'], issue('a'))
    applyFrame(queries, { type: 'resync', position: 9 })
    const stale = [['projects'], ['issue', 'a'], listKey].map((key) => queries.getQueryState(key)?.isInvalidated)
    expect(stale).toEqual([true, true, true])
    expect(shown()).toHaveLength(1)
  })

  it('who listens, and what is told again, change nothing', () => {
    const { queries } = listOf(issue('a'))
    applyFrame(queries, { type: 'presence', listeners: 2 })
    const data = { type: 'issue.resolved', subject: 'a' }
    applyFrame(queries, { type: 'replay', position: 1, topic: 'issues', data })
    expect(queries.getQueryState(listKey)?.isInvalidated).toBe(false)
  })

  it('a project that somebody made, renamed or deleted is read again, and only then', () => {
    const stale = (type: string) => {
      const { queries } = listOf(issue('a'))
      queries.setQueryData(['projects'], [])
      applyFrame(queries, { type: 'event', position: 1, topic: 'activity', data: { type, subject: '1' } })
      return [['projects'], listKey].map((queryKey) => queries.getQueryState(queryKey)?.isInvalidated)
    }
    expect(stale('project.created')).toEqual([true, false])
    expect(stale('project.updated')).toEqual([true, false])
    expect(stale('project.deleted')).toEqual([true, true])
    expect(stale('member.joined')).toEqual([false, false])
  })
})
