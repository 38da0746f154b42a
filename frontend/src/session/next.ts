/** Where to go after signing in: a path of ours, never another site (`//host` and `/\host` are other sites to a browser). */
export function safeNext(next: string | undefined): string {
  return next !== undefined && /^\/(?![/\\])/.test(next) && !next.startsWith('/login') ? next : '/issues'
}
