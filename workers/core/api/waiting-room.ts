import { z } from 'zod'
import type { Caller } from '../../../contract/auth.ts'
import type { EventSettings } from '../../../contract/event-settings.ts'
import { bookableId } from '../../../contract/events.ts'
import { type WaitingRoom, waitingRoom, waitingRoomChange, wholeWaitingRoom } from '../../../contract/waiting-room.ts'
import { waitingRoomRules } from '../../../domain/booking/waiting-room/rules.ts'
import { failed, type Result } from '../../../domain/result.ts'
import { database } from '../../../platform/db/commit.ts'
import { type EventRow, eventById } from '../../../platform/db/events.ts'
import { waitingRoomOf } from '../../../platform/waiting-rooms.ts'
import { problem } from '../problem.ts'
import { ifMatch, matchedVersion, versionTag } from './if-match.ts'
import { contentOf, keepChange } from './kept-change.ts'
import { answer, body, can, problems, router } from './route.ts'

export const waitingRooms = router()
const tags = ['booking']
const ofEvent = z.object({ id: bookableId })

waitingRooms.openapi(
  can('event.read', {
    method: 'get',
    path: '/events/{id}/waiting-room',
    tags,
    summary: 'How the waiting room of an event is set, and who waits in it',
    request: { params: ofEvent },
    responses: { 200: answer(waitingRoom, 'The waiting room'), ...problems },
  }),
  async (c) => {
    const row = await eventById(database(c.env.DB), c.var.caller.organisationId, c.req.valid('param').id)
    if (row === null) return problem(c, 'not_found')
    c.header('ETag', versionTag(row.version))
    return c.json(await asWaitingRoom(c.env, row), 200)
  },
)

waitingRooms.openapi(
  can('event.manage', {
    method: 'put',
    path: '/events/{id}/waiting-room',
    tags,
    summary: 'Set the waiting room of an event; what is left out is as by default',
    request: { params: ofEvent, headers: ifMatch, body: body(wholeWaitingRoom) },
    responses: { 200: answer(waitingRoom, 'The waiting room'), ...problems },
  }),
  async (c) => {
    const { version = matchedVersion(c.req.valid('header')), ...policy } = c.req.valid('json')
    const { caller } = c.var
    const set = await setWaitingRoom(c.env, { caller, id: c.req.valid('param').id, version, policy: () => policy })
    return set.ok ? c.json(await asWaitingRoom(c.env, set.value), 200) : problem(c, set.error)
  },
)

waitingRooms.openapi(
  can('event.manage', {
    method: 'patch',
    path: '/events/{id}/waiting-room',
    tags,
    summary: 'Change the waiting room of an event; what is left out stays as it is',
    request: { params: ofEvent, headers: ifMatch, body: body(waitingRoomChange) },
    responses: { 200: answer(waitingRoom, 'The waiting room'), ...problems },
  }),
  async (c) => {
    const { version = matchedVersion(c.req.valid('header')), ...said } = c.req.valid('json')
    const change = Object.entries(said).filter(([, value]) => value !== undefined)
    const policy = (before: Policy): Policy => ({ ...before, ...Object.fromEntries(change) })
    const { caller } = c.var
    const set = await setWaitingRoom(c.env, { caller, id: c.req.valid('param').id, version, policy })
    return set.ok ? c.json(await asWaitingRoom(c.env, set.value), 200) : problem(c, set.error)
  },
)

type Policy = EventSettings['waitingRoom']

interface Change {
  caller: Caller
  id: string
  version: number | undefined
  policy: (before: Policy) => Policy
}

const setWaitingRoom = async (
  env: Env,
  { caller, id, version, policy }: Change,
): Promise<Result<EventRow, 'not_found' | 'stale_version'>> => {
  const row = await eventById(database(env.DB), caller.organisationId, id)
  if (row === null) return failed('not_found')
  if (version !== undefined && version !== row.version) return failed('stale_version')
  const settings = { ...row.settings, waitingRoom: policy(row.settings.waitingRoom) }
  return keepChange(env, { row, content: { ...contentOf(row), settings }, actor: caller.userId, now: Date.now() })
}

const asWaitingRoom = async (env: Env, { id, settings, version }: EventRow): Promise<WaitingRoom> => {
  const { waitingRoom: policy } = settings
  const rules = waitingRoomRules(settings, version)
  const numbers = policy.mode === 'off' ? null : await waitingRoomOf(env.WAITING_ROOM, id).numbers(rules)
  return { ...policy, eventId: id, version, numbers }
}
