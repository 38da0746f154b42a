import type { AcceptedMessage } from '../../contract/occurrences.ts'
import { type DigestDeps, digest, type Verdict } from './digest.ts'

/** What became of a message, or why it must wait: the stores are away, or it fails all by itself. */
export type Fate = Verdict | { fate: 'later'; detail: string } | { fate: 'failed'; detail: string }

/** Tries that a message fails all by itself, while the stores answer, before it is a dead letter. */
export const GIVE_UP_AFTER = 12

/**
 * Digests a batch, and when that fails finds out whose fault it is. While the stores are away nothing is anybody's
 * fault: all wait and are digested together later. When they answer, halves are tried until the one that fails is alone,
 * so it cannot hold up the others.
 */
export async function digestApart(deps: DigestDeps, messages: AcceptedMessage[]): Promise<Fate[]> {
  try {
    return await digest(deps, messages)
  } catch (error) {
    const detail = String(error)
    if (!(await deps.storesAnswer())) return messages.map(() => ({ fate: 'later', detail }))
    if (messages.length === 1) return [{ fate: 'failed', detail }]
    const half = Math.ceil(messages.length / 2)
    const first = await digestApart(deps, messages.slice(0, half))
    return [...first, ...(await digestApart(deps, messages.slice(half)))]
  }
}
