import type { Choice } from './choose-forms.ts'
import { type Html, NOTHING } from './reader.ts'

/** Asks for a place on the waitlist; nothing where the event has none. */
export const joinForm = (_choice: Choice): Html => NOTHING
