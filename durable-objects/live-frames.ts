import type { LoggedEvent } from '../contract/domain-events.ts'
import type { LiveFrame } from '../contract/live.ts'
import { cloudEvent } from '../domain/events/cloudevent.ts'
import { topicOf } from '../domain/events/topic.ts'
import { withoutPersonal } from '../platform/catalogue.ts'

/** @returns the frame of an event as JSON, with or without what it says of people. */
export type Frames = (event: LoggedEvent, personal: boolean) => string

/**
 * @param replay whether the events are told again, which says nothing of how far a client has read
 * @returns the frames of events, each made once for all sockets that see the same
 */
export const framesOf = ({ replay = false } = {}): Frames => {
  const made = { all: new Map<number, string>(), masked: new Map<number, string>() }
  return (event, personal) => {
    const known = personal ? made.all : made.masked
    const text = known.get(event.position) ?? JSON.stringify(eventFrame(event, { personal, replay }))
    known.set(event.position, text)
    return text
  }
}

const eventFrame = (event: LoggedEvent, { personal, replay }: { personal: boolean; replay: boolean }): LiveFrame => {
  const { type, position } = event
  const whole = cloudEvent(event, { replay })
  const data = personal ? whole : { ...whole, data: withoutPersonal(type, whole.data) }
  return { type: replay ? 'replay' : 'event', position, topic: topicOf(type), data }
}
