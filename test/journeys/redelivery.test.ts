import { afterEach, describe, expect, it } from 'vitest'
import type { AcceptedMessage } from '../../contract/occurrences.ts'
import { hoursOf, issuesOf, issueWith, newTeam, occurrencesOf, parts, type Team, tagsOf, until } from './client.ts'
import { envelopeOf, postEnvelope, type SmallEvent, smallEvent } from './sdk.ts'
import { type OpenSignalbox, type Signalbox, sabotagedCore, startDeployed } from './server.ts'

const EVENTS = 40
const PEOPLE = 8

let signalbox: OpenSignalbox | undefined
afterEach(() => signalbox?.stop())

describe.each(['spool', 'queue'] as const)('what the %s delivers again', (store) => {
  it('is counted once', async () => {
    const counts = await deliverAgain({ store })
    expect(counts).toEqual(await onceAndNoMore())
  })
})

// The same journey on the same build, each time without one of the guards: then the counts must be wrong.
describe('the twin without a guard', () => {
  it.each([
    ['counting only the rows that this segment inserted', /\bWHERE o\.segment = /g, 'WHERE 1 OR o.segment = '],
    [
      'inserting an occurrence only once',
      /\bINSERT OR IGNORE INTO occurrences\b/g,
      'INSERT OR REPLACE INTO occurrences',
    ],
  ])('%s miscounts, and is caught', async (_, guard, without) => {
    const counts = await deliverAgain({ store: 'queue', bundle: sabotagedCore(guard, without) })
    expect(counts).not.toEqual(await onceAndNoMore())
  })
})

async function onceAndNoMore() {
  const tags = { till: { 0: EVENTS / 4, 1: EVENTS / 4, 2: EVENTS / 4, 3: EVENTS / 4 } }
  return {
    issues: 1,
    count: EVENTS,
    users: PEOPLE,
    occurrences: EVENTS,
    hours: { day: EVENTS, fortnight: EVENTS },
    tags,
  }
}

/**
 * Sends events through ingest, then everything again: by the sender, who never saw the answer, and by the store, whole
 * and in part, together with something new whose arrival shows that the rest has been digested.
 */
async function deliverAgain(how: { store: Signalbox['store']; bundle?: string }) {
  signalbox = await startDeployed(how)
  const team = await newTeam(signalbox.origin)
  const events = Array.from({ length: EVENTS }, (_, turn) => chargeFailed(turn))
  await sendAll(team, events)
  const { id } = await issueWith(team, EVENTS)

  await sendAll(team, events)
  const messages = events.map((event) => messageOf(team, event))
  await deliver(signalbox, [...messages, ...messages])
  await deliver(signalbox, messages.slice(EVENTS / 2))
  await settled(signalbox, team)

  const issues = (await issuesOf(team)).filter(({ title }) => title.startsWith('Charge'))
  const { till } = await tagsOf(team, id)
  return {
    issues: issues.length,
    count: issues[0]?.count,
    users: issues[0]?.users,
    occurrences: (await occurrencesOf(team, id)).length,
    hours: await hoursOf(team, id),
    tags: { till },
  }
}

function chargeFailed(turn: number): SmallEvent {
  return smallEvent('Charge', { user: { id: `person-${turn % PEOPLE}` }, tags: { till: String(turn % 4) } })
}

async function sendAll(team: Team, events: SmallEvent[]): Promise<void> {
  const answers = await Promise.all(events.map((event) => postEnvelope(team, envelopeOf(event))))
  expect(answers.map(({ status }) => status)).toEqual(events.map(() => 200))
}

/** What ingest hands to the store for an event. */
function messageOf(team: Team, event: SmallEvent): AcceptedMessage {
  const { project } = parts(team)
  return {
    meta: {
      v: 1,
      project,
      keyNumber: 1,
      kind: 'event',
      eventId: event.event_id,
      receivedAt: Date.now(),
      encoding: 'identity',
    },
    body: new TextEncoder().encode(JSON.stringify(event)),
  }
}

async function deliver({ env, store }: OpenSignalbox, messages: AcceptedMessage[]): Promise<void> {
  if (store === 'queue') await env.OCCURRENCES.sendBatch(messages.map((body) => ({ body, contentType: 'v8' })))
  else await env.SPOOL.get(env.SPOOL.idFromName('spool')).keep(messages)
}

/** Stores keep their order well enough that a newcomer after all else, and a second one after that, mark the end. */
async function settled(box: OpenSignalbox, team: Team): Promise<void> {
  for (const kind of ['LastOne', 'VeryLastOne']) {
    await deliver(box, [messageOf(team, smallEvent(kind))])
    await until(kind, async () => (await issuesOf(team)).some(({ title }) => title.startsWith(kind)))
  }
}
