import { DurableObject } from 'cloudflare:workers'
import type { AcceptedMessage } from '../contract/occurrences.ts'

export class Spool extends DurableObject<Env> {
  keep(_messages: AcceptedMessage[]): void {}
}
