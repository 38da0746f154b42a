import { z } from 'zod'
import { instant, opaqueId, projectId } from '../ids.ts'
import type { CatalogueEntry } from './entry.ts'

const project = { aggregate: 'project', owner: 'database' } as const
const issue = { aggregate: 'issue', owner: 'database' } as const
const monitor = { aggregate: 'monitor', owner: 'database' } as const

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

const nightly = { monitorId: 'm_5gD3', projectId: '1', name: 'nightly-invoices', environment: 'production' }

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

const monitorData = z.object({ monitorId: opaqueId, projectId, name: z.string(), environment: z.string().nullable() })

/** Projects, their keys, the issues that errors make, and what watches releases and jobs. */
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
  'issue.escalated': {
    ...issue,
    summary: 'An issue is met far more often than before',
    data: issueData.extend({ count: z.int(), usual: z.number() }),
    example: { ...broken, count: 1200, usual: 14.5 },
  },
  'issue.assigned': {
    ...issue,
    summary: 'An issue is the work of someone, or of nobody again',
    data: issueData.extend({ assignee: opaqueId.nullable() }),
    example: { ...broken, assignee: 'u_4fQ2' },
  },
  'issue.merged': {
    ...issue,
    summary: 'Issues were found to be one',
    data: issueData.extend({ merged: z.array(opaqueId) }),
    example: { ...broken, merged: ['1c7f0c3a9d2e4b6f8a5c7e9b1d3f5a7c'] },
  },
  'release.created': {
    aggregate: 'release',
    owner: 'database',
    summary: 'A version of a program was met for the first time, or announced',
    data: z.object({ releaseId: opaqueId, version: z.string(), projectIds: z.array(projectId) }),
    example: { releaseId: 're_2pX7', version: 'shop@1.4.0', projectIds: ['1'] },
  },
  'monitor.missed': {
    ...monitor,
    summary: 'A job that should have run did not',
    data: monitorData.extend({ expectedAt: instant }),
    example: { ...nightly, expectedAt: '2027-06-01T02:00:00.000Z' },
  },
  'monitor.recovered': { ...monitor, summary: 'A job runs again', data: monitorData, example: nightly },
  'dead_letter.redriven': {
    aggregate: 'dead_letter',
    owner: 'database',
    summary: 'What had given up was sent again',
    data: z.object({ deadLetterId: z.string(), projectId: projectId.optional(), reader: z.string().optional() }),
    example: { deadLetterId: '1-9c1f-1764000000000', projectId: '1' },
  },
} as const satisfies Record<string, CatalogueEntry>
