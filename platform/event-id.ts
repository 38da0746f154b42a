import { createHash } from 'node:crypto'

/** @returns a new event id, 32 lowercase hex digits. */
export const newEventId = (): string => crypto.randomUUID().replaceAll('-', '')

/** @returns the event id that this text always leads to: 128 bits of its SHA-256. */
export const eventIdOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32)
