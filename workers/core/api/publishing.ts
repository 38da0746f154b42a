import type { Caller } from '../../../contract/auth.ts'
import { ALIASES, type LoggedEvent } from '../../../contract/domain-events.ts'
import type { EventFault } from '../../../domain/events/attributes.ts'
import type { Sent } from '../../../domain/events/http-binding.ts'
import { type Draft, readPublished, saysTheSame, type TypeKnown } from '../../../domain/events/publish.ts'
import { failed, ok, type Result } from '../../../domain/result.ts'
import { aggregateOf, faultsOf, isCounted } from '../../../platform/catalogue.ts'
import { randomId } from '../../../platform/crypto.ts'
import { FACT_IS_LOGGED, violatedUnique } from '../../../platform/db/commit.ts'
import { eventsByIds, logPublished } from '../../../platform/db/published-events.ts'
import { announce } from '../../../platform/live.ts'

/** What becomes of one event: it is logged, it was there before, or it cannot be taken. */
export type Verdict =
  | { outcome: 'accepted'; draft: Draft }
  | { outcome: 'duplicate'; draft: Draft; logged: LoggedEvent | null }
  | { outcome: 'refused'; draft: Draft | null; errors: EventFault[] }

/** An event of an answer: logged now, or found to be in the log. */
export interface Published {
  outcome: 'logged' | 'duplicate'
  event: LoggedEvent
}

export interface NotPublished {
  code: 'invalid' | 'event_id_taken'
  errors: EventFault[]
}

/** The code of the fault of an event whose id belongs to another. */
const TAKEN = 'event_id_taken'

/** Decides what would become of events that a caller sends, one by one; changes nothing. */
export const judge = async (env: Env, caller: Caller, { events, strict }: Sent): Promise<Verdict[]> => {
  const read = events.map((event) =>
    readPublished(event, { strict, fallbackId: randomId('e'), publisher: caller.userId, typeOf }),
  )
  const drafts = read.flatMap((one) => (one.ok ? one.value : []))
  const known = await eventsByIds(
    env.DB,
    caller.organisationId,
    drafts.map(({ id }) => id),
  )
  const before = new Map<string, Draft>()
  return read.map((one): Verdict => {
    if (!one.ok) return { outcome: 'refused', draft: null, errors: one.error }
    const draft = one.value
    const [logged, earlier] = [known.get(draft.id) ?? null, before.get(draft.id)]
    if (logged === null && earlier === undefined) {
      before.set(draft.id, draft)
      return { outcome: 'accepted', draft }
    }
    const same = logged === null ? isDeepEqual(earlier, draft) : saysTheSame(draft, logged)
    return same ? { outcome: 'duplicate', draft, logged } : { outcome: 'refused', draft, errors: [ID_TAKEN] }
  })
}

/** Logs what a caller sends: all of it that is new, or nothing where one event cannot be taken. */
export const publish = async (env: Env, caller: Caller, sent: Sent): Promise<Result<Published[], NotPublished>> => {
  const verdicts = await judge(env, caller, sent)
  const errors = verdicts.flatMap((verdict, index) => located(verdict, index, sent))
  if (errors.length > 0) return failed({ code: errors.every(({ code }) => code === TAKEN) ? TAKEN : 'invalid', errors })
  const drafts = verdicts.flatMap((verdict) => (verdict.outcome === 'accepted' ? verdict.draft : []))
  const said = { organisationId: caller.organisationId, actor: caller.userId, now: Date.now() }
  try {
    const logged = await logPublished(env.DB, drafts, said)
    await announce(env, logged)
    return ok(answers(verdicts, logged))
  } catch (error) {
    // Somebody logged the same id between our look and our batch, of which nothing was kept; now it will be found.
    if (violatedUnique(error) === FACT_IS_LOGGED) return publish(env, caller, sent)
    throw error
  }
}

/** @returns the faults of an event with pointers into the body: in a batch they begin with its index. */
export const located = (verdict: Verdict, index: number, { batch }: Pick<Sent, 'batch'>): EventFault[] =>
  verdict.outcome === 'refused'
    ? verdict.errors.map((fault) => ({ ...fault, pointer: `${batch ? `/${index}` : ''}${fault.pointer}` }))
    : []

const answers = (verdicts: readonly Verdict[], logged: readonly LoggedEvent[]): Published[] => {
  const byId = new Map(logged.map((event) => [event.id, event]))
  return verdicts.flatMap((verdict): Published[] => {
    if (verdict.outcome === 'refused') return []
    const event = (verdict.outcome === 'duplicate' ? verdict.logged : null) ?? byId.get(verdict.draft.id)
    return event === undefined ? [] : [{ outcome: verdict.outcome === 'duplicate' ? 'duplicate' : 'logged', event }]
  })
}

const ID_TAKEN: EventFault = { pointer: '/id', code: TAKEN, detail: 'The log has another event of this id' }

const isDeepEqual = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

const typeOf = (name: string): TypeKnown => ({
  type: ALIASES.get(name) ?? name,
  aggregate: aggregateOf(name),
  counted: isCounted(name),
  faults: (data) => faultsOf(name, data),
})
