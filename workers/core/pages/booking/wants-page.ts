/**
 * @returns whether a request wants a page, on paths where an earlier system's clients find JSON: browsers name HTML, and who
 * reads pages for previews takes anything; those clients name JSON or send it
 */
export const wantsPage = (header: (name: string) => string | undefined): boolean => {
  const accepted = header('Accept') ?? ''
  if (accepted.includes('text/html')) return true
  const speaksJson = accepted.includes('json') || (header('Content-Type') ?? '').includes('json')
  return accepted.includes('*/*') && !speaksJson
}
