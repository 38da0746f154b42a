import type { Outcome } from '../../contract/ingest.ts'
import type { Accepted, AcceptedMessage } from '../../contract/occurrences.ts'
import type { EnvelopeHeader } from '../../domain/errors/envelope.ts'
import { accept } from './accept.ts'
import type { Admission } from './admission.ts'
import type { Refusal } from './answers.ts'
import type { Arrival } from './arrival.ts'
import { note } from './leases.ts'

/** What one request amounts to: what is to be kept, what is not, and the first thing that was wrong with it. */
export interface Intake {
  /** The id to answer; null while nothing with an id was found. */
  id: string | null
  messages: AcceptedMessage[]
  outcomes: Outcome[]
  /** Categories that came in and are not stored. */
  notStored: Set<string>
  fault?: Refusal
}

export function newIntake(): Intake {
  return { id: null, messages: [], outcomes: [], notStored: new Set() }
}

/** Only the first fault is told: later ones often follow from it. */
export function addFault(intake: Intake, fault: Refusal): void {
  intake.fault ??= fault
}

/** The notes that all messages of a request share. */
export function notesOf({ request, now }: Arrival, admission: Admission, header?: EnvelopeHeader) {
  const client = admission.client ?? sdkName(header?.sdk)
  const userAgent = request.headers.get('user-agent')
  const remoteAddress = request.headers.get('cf-connecting-ip')
  const sentAt = header?.sent_at
  return {
    v: 1,
    project: admission.project,
    keyNumber: admission.keyNumber,
    ...(admission.keyNumber === null && { publicKey: admission.publicKey }),
    receivedAt: now,
    ...(typeof sentAt === 'string' && { sentAt: sentAt.slice(0, 64) }),
    ...(client && { client }),
    ...(userAgent && { userAgent: userAgent.slice(0, 200) }),
    ...(remoteAddress && { remoteAddress }),
  } satisfies Partial<Accepted>
}

/** @returns what is wrong with the request, when nothing durable could be reached; else null, and all of it is safe. */
export async function keep(arrival: Arrival, admission: Admission, intake: Intake): Promise<Refusal | null> {
  if (!(await accept(arrival, intake.messages))) {
    return { status: 503, detail: 'no durable store answered; nothing was kept', headers: { 'retry-after': '30' } }
  }
  const used = intake.messages.filter(({ meta }) => meta.kind !== 'attachment').length
  // What an unverified key sends is counted by the digest, once it knows that the project exists.
  if (admission.keyNumber !== null) note(arrival, admission.project, { used, outcomes: intake.outcomes })
  return null
}

function sdkName(sdk: unknown): string | undefined {
  const { name, version } = (sdk ?? {}) as Record<string, unknown>
  return typeof name === 'string' ? `${name}/${typeof version === 'string' ? version : '?'}`.slice(0, 100) : undefined
}
