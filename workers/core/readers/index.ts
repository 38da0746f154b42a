import { live } from './live.ts'
import type { Reader } from './reader.ts'
import { streams } from './streams.ts'

/** Everything in this worker that reads the log. */
export const READERS: readonly Reader[] = [streams, live]
