export interface PublishSearch {
  /** The type whose form is open. */
  type?: string
  /** Id of a logged event that the form begins with. */
  like?: string
}

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)

export function publishSearch(raw: Record<string, unknown>): PublishSearch {
  const type = text(raw.type)
  const like = text(raw.like)
  return { ...(type !== undefined && { type }), ...(like !== undefined && { like }) }
}
