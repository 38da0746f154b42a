import { LIMITS } from '../../contract/limits.ts'
import type { AcceptedAttachment, AcceptedMessage } from '../../contract/occurrences.ts'
import type { EnvelopeItem } from '../../domain/errors/envelope.ts'
import { cut, storableText } from '../../domain/errors/normalize/text.ts'
import { notedBytes } from '../../platform/inbox.ts'
import { addFault, type Intake, type notesOf } from './intake.ts'

/**
 * What a message says of its files, in bytes. Should it have to go to R2, all it says must fit the 8,192 bytes of an
 * object's metadata; the rest of a message comes to 2,500 at most, and one file, with the longest names, to 2,600.
 */
const FILES_BYTES = 5000

interface Files {
  bucket: R2Bucket
  /** The decoded envelope. */
  bytes: Uint8Array
  items: EnvelopeItem[]
  /** The event that the envelope's header names. */
  eventId: string | null
  notes: ReturnType<typeof notesOf>
}

/**
 * Writes the files of an envelope to R2 and notes them with the message of their event, or in messages of their own where
 * the event came in another envelope.
 * @throws when R2 does not answer: the caller then has kept nothing of the envelope
 */
export async function keepFiles(files: Files, intake: Intake): Promise<void> {
  const { eventId } = files
  const items = files.items.filter((item) => !isTooLarge(item, intake))
  if (items.length === 0) return
  if (eventId === null) {
    intake.outcomes.push({ category: 'attachment', reason: 'no_event_id', quantity: items.length })
    return
  }
  const kept = await Promise.all(items.map((item) => putFile(files, eventId, item)))
  const ofEvent = intake.messages.find(({ meta }) => meta.eventId === eventId)
  for (const [index, attachments] of portions(kept).entries()) {
    if (ofEvent && index === 0) ofEvent.meta.attachments = attachments
    else intake.messages.push(fileMessage(files, eventId, attachments))
  }
  intake.id ??= eventId
}

async function putFile(
  { bucket, bytes, notes }: Files,
  eventId: string,
  item: EnvelopeItem,
): Promise<AcceptedAttachment> {
  // The name is the sender's and only noted; the key is ours.
  const key = `attachments/${notes.project}/${eventId}/${crypto.randomUUID()}`
  await bucket.put(key, bytes.subarray(item.start, item.end))
  return {
    key,
    name: textOf(item.header.filename, 200) ?? 'unnamed',
    contentType: textOf(item.header.content_type, 100) ?? 'application/octet-stream',
    type: textOf(item.header.attachment_type, 100) ?? 'event.attachment',
    bytes: item.end - item.start,
  }
}

function portions(kept: AcceptedAttachment[]): AcceptedAttachment[][] {
  const all: AcceptedAttachment[][] = []
  let room = 0
  for (const file of kept) {
    const bytes = notedBytes(file)
    if (bytes > room) {
      all.push([])
      room = FILES_BYTES
    }
    room -= bytes
    all.at(-1)?.push(file)
  }
  return all
}

function fileMessage({ notes }: Files, eventId: string, attachments: AcceptedAttachment[]): AcceptedMessage {
  return { meta: { ...notes, kind: 'attachment', eventId, encoding: 'identity', attachments } }
}

function isTooLarge({ index, start, end }: EnvelopeItem, intake: Intake): boolean {
  if (end - start <= LIMITS.attachmentBytes) return false
  intake.outcomes.push({ category: 'attachment', reason: 'too_large', quantity: 1 })
  addFault(intake, { status: 413, detail: `item ${index} (attachment) is larger than ${LIMITS.attachmentBytes} bytes` })
  return true
}

function textOf(value: unknown, most: number): string | null {
  const text = typeof value === 'string' ? storableText(value) : ''
  if (text === '') return null
  return text.length > most ? cut(text, most) : text
}
