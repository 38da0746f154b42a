import type { Refusal } from '../../../../contract/room.ts'
import type { Complaint } from './event-page.ts'
import type { Reader } from './reader.ts'

/** @returns why a room did not do what was asked, and what one can do about it, for people. `places` names seats. */
export const complaintOf = (
  { words }: Pick<Reader, 'words'>,
  reason: Refusal['reason'] | 'nothing' | 'too_many_attempts',
  places: readonly string[] = [],
): Complaint => {
  const [title = '', remedy = ''] = words.refusal[reason] ?? words.refusal.other ?? []
  return { title: places.length === 0 ? title : `${title}: ${places.slice(0, 10).join('; ')}`, hint: remedy }
}
