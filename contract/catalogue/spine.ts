import { z } from 'zod'
import { opaqueId } from '../ids.ts'
import type { CatalogueEntry } from './entry.ts'

/** What is done with the log itself. */
export const SPINE = {
  'reader.rewound': {
    aggregate: 'reader',
    owner: 'database',
    summary: 'A reader of the log was set to another position',
    data: z.object({ reader: z.string(), from: z.int(), to: z.int() }),
    example: { reader: 'kafka:main', from: 912, to: 500 },
  },
  'reader.paused': {
    aggregate: 'reader',
    owner: 'database',
    summary: 'A reader of the log was paused',
    data: z.object({ reader: z.string() }),
    example: { reader: 'kafka:main' },
  },
  'reader.resumed': {
    aggregate: 'reader',
    owner: 'database',
    summary: 'A reader of the log goes on',
    data: z.object({ reader: z.string() }),
    example: { reader: 'kafka:main' },
  },
  'replay.started': {
    aggregate: 'replay',
    owner: 'database',
    summary: 'Events are told again to a reader',
    data: z.object({ replayId: opaqueId, reader: z.string(), from: z.int(), to: z.int(), total: z.int() }),
    example: { replayId: 'r_3mN8', reader: 'kafka:main', from: 500, to: 912, total: 120 },
  },
  'replay.cancelled': {
    aggregate: 'replay',
    owner: 'database',
    summary: 'A replay was stopped before its end',
    data: z.object({ replayId: opaqueId, done: z.int() }),
    example: { replayId: 'r_3mN8', done: 42 },
  },
  'log.erased': {
    aggregate: 'log',
    owner: 'database',
    summary: 'What the log said of a person was erased',
    data: z.object({ erasureId: opaqueId, entries: z.int(), positions: z.array(z.int()).max(10_000) }),
    example: { erasureId: 'x_9pL5', entries: 2, positions: [17, 403] },
  },
} as const satisfies Record<string, CatalogueEntry>
