import type { Layout } from '../contract/layout.ts'
import type { SeatingPlan } from '../contract/seating-plan.ts'
import { randomHex } from './crypto.ts'

/** R2 keys of a version of a plan: the document as it came, and the layout made of it. */
export interface PlanKeys {
  documentKey: string
  layoutKey: string
}

/** @returns the layout at a key, or null where there is none. */
export const readLayout = async (bucket: R2Bucket, layoutKey: string): Promise<Layout | null> =>
  (await bucket.get(layoutKey))?.json<Layout>() ?? null

/** @returns the layout at a key as its JSON, for who only hands it on; null where there is none. */
export const readLayoutText = async (bucket: R2Bucket, layoutKey: string): Promise<string | null> =>
  (await bucket.get(layoutKey))?.text() ?? null

/** @returns the document at a key, or null where there is none. */
export const readDocument = async (bucket: R2Bucket, documentKey: string): Promise<SeatingPlan | null> =>
  (await bucket.get(documentKey))?.json<SeatingPlan>() ?? null

/**
 * Puts a version of a plan where nothing lies yet. Where its place is taken, by someone who is faster or by a change that
 * never reached the database, the keys end in a random suffix; the row in the database says which keys count.
 * @param content JSON texts
 */
export const putPlan = async (
  bucket: R2Bucket,
  { organisationId, planId, version }: { organisationId: string; planId: string; version: number },
  content: { document: string; layout: string },
): Promise<PlanKeys> => {
  const usual = keysAt(`plans/${organisationId}/${planId}/${version}`)
  const fresh = await putJson(bucket, usual.documentKey, content.document)
  const keys = fresh ? usual : keysAt(`plans/${organisationId}/${planId}/${version}-${randomHex(8)}`)
  if (!fresh) await putJson(bucket, keys.documentKey, content.document)
  await putJson(bucket, keys.layoutKey, content.layout)
  return keys
}

/**
 * Puts a copy of a version of a plan.
 * @returns its keys, or null where the bytes of the first one are gone
 */
export const copyPlan = async (
  bucket: R2Bucket,
  from: PlanKeys,
  to: { organisationId: string; planId: string; version: number },
): Promise<PlanKeys | null> => {
  const [document, layout] = await Promise.all([bucket.get(from.documentKey), bucket.get(from.layoutKey)])
  if (document === null || layout === null) return null
  return putPlan(bucket, to, { document: await document.text(), layout: await layout.text() })
}

/** Removes what was put for a version that no row names. */
export const removePlan = (bucket: R2Bucket, { documentKey, layoutKey }: PlanKeys): Promise<void> =>
  bucket.delete([documentKey, layoutKey])

const keysAt = (stem: string): PlanKeys => ({ documentKey: `${stem}.json`, layoutKey: `${stem}.layout.json` })

const putJson = async (bucket: R2Bucket, key: string, text: string): Promise<boolean> => {
  const put = await bucket.put(key, text, {
    onlyIf: { etagDoesNotMatch: '*' },
    httpMetadata: { contentType: 'application/json' },
  })
  return put !== null
}
