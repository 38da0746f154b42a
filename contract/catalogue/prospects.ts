import { z } from 'zod'
import { opaqueId } from '../ids.ts'
import { type CatalogueEntry, PERSONAL } from './entry.ts'

const prospect = { aggregate: 'prospect', owner: 'database' } as const

const personal = z.string().max(320).meta(PERSONAL)

const lead = {
  prospectId: 'pr_8bM1',
  name: 'Ada Lovelace',
  email: 'ada@example.com',
  phone: null,
  company: 'Analytical Engines',
  source: 'website',
  stage: 'new',
}
const prospectData = z.object({
  prospectId: opaqueId,
  name: personal.nullable(),
  email: personal.nullable(),
  phone: personal.nullable(),
  company: z.string().nullable(),
  source: z.string().nullable(),
  stage: z.string(),
})

/** People who may come. */
export const PROSPECTS = {
  'prospect.created': { ...prospect, summary: 'Someone may come', data: prospectData, example: lead },
  'prospect.updated': {
    ...prospect,
    summary: 'Something is known anew of someone who may come',
    data: prospectData.extend({ changed: z.array(z.string()) }),
    example: { ...lead, changed: ['company'] },
  },
  'prospect.stage_changed': {
    ...prospect,
    summary: 'Someone is nearer to coming, or further from it',
    data: z.object({ prospectId: opaqueId, from: z.string(), to: z.string(), cause: z.string().nullable() }),
    example: { prospectId: 'pr_8bM1', from: 'new', to: 'contacted', cause: 'u_4fQ2' },
  },
  'prospect.invite_requested': {
    ...prospect,
    summary: 'Someone should be invited to an event',
    data: z.object({
      prospectId: opaqueId,
      eventId: opaqueId,
      email: personal,
      name: personal.nullable(),
      locale: z.string().nullable(),
    }),
    example: {
      prospectId: 'pr_8bM1',
      eventId: 'e_5hQ1',
      email: 'ada@example.com',
      name: 'Ada Lovelace',
      locale: 'en',
    },
  },
} as const satisfies Record<string, CatalogueEntry>
