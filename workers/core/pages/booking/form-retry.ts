import type { Retry } from '../../../../contract/room.ts'
import type { Asking } from '../../api/asker.ts'
import { retryBy } from '../../api/asker.ts'
import type { ApiContext } from '../../api/route.ts'
import { type Form, textOf } from './hold-wish.ts'

/** @returns what the hidden key of a form stands for in a room: a second click is the same request. Null without one. */
export const formRetry = (
  c: ApiContext,
  asking: Omit<Asking, 'reads'>,
  { form, wish }: { form: Form; wish: unknown },
): Retry | null => {
  const key = textOf(form, 'key')
  return /^[\w-]{1,64}$/.test(key) ? retryBy(c, asking, { key, wish }) : null
}
