import { z } from 'zod'
import { opaqueId, projectId } from '../ids.ts'
import type { CatalogueEntry } from './entry.ts'

const project = { aggregate: 'project', owner: 'database' } as const
const issue = { aggregate: 'issue', owner: 'database' } as const

const shop = { projectId: '1', name: 'Shop', slug: 'shop', platform: 'javascript' }
const shopKey = { projectId: '1', keyId: '2', name: 'Website', allowedOrigins: null }
const broken = {
  issueId: '8f14e45fceea467a9f0bdd1e2f3a4b5c',
  projectId: '1',
  shortId: 'SHOP-12',
  title: "TypeError: Cannot read properties of undefined (reading 'price')",
  culprit: 'cart in total',
  level: 'error',
  platform: 'javascript',
}

const projectData = z.object({
  projectId,
  name: z.string(),
  slug: z.string(),
  platform: z.string().nullable(),
})
const keyData = z.object({
  projectId,
  keyId: z.string(),
  name: z.string(),
  allowedOrigins: z.array(z.string()).nullable(),
})
const issueData = z.object({
  issueId: opaqueId,
  projectId,
  shortId: z.string(),
  title: z.string(),
  culprit: z.string().nullable(),
  level: z.string(),
  platform: z.string().nullable(),
})

/** Projects, their keys, and the issues that errors make. */
export const ERRORS = {
  'project.created': { ...project, summary: 'A project takes errors', data: projectData, example: shop },
  'project.updated': { ...project, summary: 'A project was renamed', data: projectData, example: shop },
  'project.deleted': { ...project, summary: 'A project takes no more errors', data: projectData, example: shop },
  'project.key_created': { ...project, summary: 'A project has another DSN', data: keyData, example: shopKey },
  'project.key_updated': {
    ...project,
    summary: 'A DSN takes errors of other origins',
    data: keyData,
    example: shopKey,
  },
  'project.key_revoked': { ...project, summary: 'A DSN is refused', data: keyData, example: shopKey },
  'project.key_restored': { ...project, summary: 'A DSN is taken again', data: keyData, example: shopKey },
  'issue.created': { ...issue, summary: 'An error of a new kind was met', data: issueData, example: broken },
  'issue.regressed': { ...issue, summary: 'A resolved issue was met again', data: issueData, example: broken },
  'issue.resolved': { ...issue, summary: 'Someone said that an issue is solved', data: issueData, example: broken },
  'issue.ignored': { ...issue, summary: 'Someone said that an issue is no matter', data: issueData, example: broken },
  'issue.unresolved': { ...issue, summary: 'Someone opened an issue again', data: issueData, example: broken },
  'dead_letter.redriven': {
    aggregate: 'dead_letter',
    owner: 'database',
    summary: 'What had given up was sent again',
    data: z.object({ deadLetterId: z.string(), projectId: projectId.optional(), reader: z.string().optional() }),
    example: { deadLetterId: '1-9c1f-1764000000000', projectId: '1' },
  },
} as const satisfies Record<string, CatalogueEntry>
