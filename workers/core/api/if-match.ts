import { z } from 'zod'

/** The header of a change that may be meant for one version only, as the body's `version` may say too. */
export const ifMatch = z.object({
  'if-match': z
    .string()
    .optional()
    .meta({ description: 'The `version` that the change is meant for (RFC 9110 §13.1.1)', example: '"3"' }),
})

/** @returns the version that `If-Match` names; undefined where it names none, or any. */
export const matchedVersion = ({ 'if-match': tag }: z.infer<typeof ifMatch>): number | undefined => {
  const said = tag?.trim() ?? ''
  if (said === '' || said === '*') return undefined
  const [, digits] = /^(?:W\/)?"?(\d{1,15})"?$/.exec(said) ?? []
  // A tag that is none of ours matches nothing.
  return digits === undefined ? -1 : Number(digits)
}

/** @returns the tag of a version, for `ETag`. */
export const versionTag = (version: number): string => `"${version}"`
