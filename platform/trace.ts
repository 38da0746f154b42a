import { AsyncLocalStorage } from 'node:async_hooks'

/** What a piece of work belongs to: facts that it logs say so. */
export interface Cause {
  /** W3C Trace Context. */
  traceparent?: string
  /** Of the request, or of the event from outside, that all of this came of. */
  correlationId?: string
  /** Id of the event that this is an effect of. */
  causationId?: string
}

const current = new AsyncLocalStorage<Cause>()

/** Does a piece of work, in which every fact that is logged names this cause. */
export const because = <T>(cause: Cause, work: () => T): T => current.run(cause, work)

/** @returns what the work at hand belongs to; nothing outside of a request. */
export const cause = (): Cause => current.getStore() ?? {}
