import type { Event } from '../../contract/events.ts'
import type { Plan } from '../../contract/plans.ts'
import plan from '../samples/plans/theatre.json'
import { call, read } from './client.ts'

/** @returns an event in the theatre of the samples. */
export const theatre = async (token: string, make: (body: object) => Promise<Event>): Promise<Event> => {
  const body = { name: 'Theatre', plan, publish: true }
  const { id } = await read<Plan>(201, call('POST', '/api/v1/plans', { token, body }))
  return make({ planId: id, capacity: null })
}
