import { randomId } from '../../../platform/crypto.ts'
import type { Fact } from '../../../platform/db/commit.ts'

/** Subject: id of the member, or of the invitation; addresses are not told. Actor: null for a stranger who holds a link. */
type MemberFact = Told<Extract<Fact, { type: `member.${string}` }>>

/** `id` where a repeated request must log it once. */
type Told<F> = F extends Fact ? Omit<F, 'id' | 'time'> & { id?: string } : never

/** @returns what happened to a membership, for the log; `time` in milliseconds since 1970. */
export const memberFact = (fact: MemberFact, time: number): Fact => ({ ...fact, id: fact.id ?? randomId('e'), time })
