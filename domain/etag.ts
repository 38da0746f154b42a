/**
 * @param header of `If-None-Match`: a list of tags, weak ones too, or `*` (RFC 9110, section 13.1.2)
 * @returns whether who asks has what this tag stands for: compared weakly, as that section wants it
 */
export const hasTag = (header: string | undefined, tag: string): boolean => {
  const said = header?.trim()
  if (said === undefined) return false
  const strong = tag.replace(/^W\//, '')
  return said === '*' || (said.match(/(?:W\/)?"[^"]*"/g) ?? []).some((known) => known.replace(/^W\//, '') === strong)
}
