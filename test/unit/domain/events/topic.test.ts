import { describe, expect, it } from 'vitest'
import { isTopic, topicOf, topicsFor } from '../../../../domain/events/topic.ts'
import { allowed } from '../../../../domain/identity/access.ts'

describe('topics', () => {
  it('carry every event, whatever its type is called', () => {
    expect(['issue.created', 'booking.held', 'breaker.opened', 'member.joined'].map(topicOf)).toEqual([
      'issues',
      'bookings',
      'deliveries',
      'activity',
    ])
    expect(['ProspectCreated', 'constructor.x', '', 'issue'].map(topicOf)).toEqual(Array(4).fill('activity'))
    expect(['issues', 'bookings', 'deliverys', 'breaker_'].map(topicOf)).toEqual(Array(4).fill('activity'))
  })

  it('are heard by those who may read what they carry', () => {
    expect(topicsFor((action) => allowed('owner', action))).toEqual(['issues', 'bookings', 'deliveries', 'activity'])
    expect(topicsFor((action) => allowed('member', action))).toEqual(['issues', 'bookings', 'activity'])
    expect(topicsFor((action) => allowed('viewer', action))).toEqual(['issues', 'bookings'])
    expect(topicsFor(() => false)).toEqual([])
  })

  it('have these names and no other', () => {
    expect(['issues', 'activity', 'toString', 'Issues'].map(isTopic)).toEqual([true, true, false, false])
  })
})
