const HERE = 'https://here.invalid'
const LONGEST = 2000

/**
 * Where to go after signing in. Only a path of this very site is taken: a link that signs someone in and then hands them
 * to another site would lend that site our name (CWE-601).
 * @returns path, query and fragment; `/` for anything else, such as `//evil.example`, `/\evil.example`, `https:evil`
 */
export const nextPath = (wish: string | undefined): string => {
  if (wish === undefined || wish.length > LONGEST || !/^\/(?![/\\])/.test(wish)) return '/'
  // Browsers drop tabs and newlines and read \ as /, so it is their reading that counts.
  const url = URL.canParse(wish, HERE) ? new URL(wish, HERE) : null
  const path = url === null ? '/' : `${url.pathname}${url.search}${url.hash}`
  return url?.origin === HERE && !path.startsWith('//') ? path : '/'
}
