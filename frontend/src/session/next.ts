/**
 * Where to go after signing in: a path of ours, never another site (`//host` and `/\host` are other sites to a browser,
 * which drops tabs and newlines before it looks).
 */
export function safeNext(next: string | undefined): string {
  return next !== undefined && /^\/(?![/\\])[^\t\n\r]*$/.test(next) && !next.startsWith('/login') ? next : '/issues'
}
