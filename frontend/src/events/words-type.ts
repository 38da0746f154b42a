import type { events } from '../i18n/en/events.ts'

export type EventWords = typeof events
