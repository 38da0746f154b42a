/**
 * Writes one JSON line about something that broke. Of the error only its name, the root cause's first line and the
 * stack's places are told: drivers put SQL parameters, which may be personal data, into the outer messages.
 */
export const logFailure = (error: unknown, about: Record<string, unknown>): void => {
  const cause = rootCause(error)
  const message = cause instanceof Error ? cause.message.split('\n', 1)[0] : typeof cause
  const stack = cause instanceof Error ? (cause.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)) : []
  const name = cause instanceof Error ? cause.name : 'Unknown'
  console.error(
    JSON.stringify({ level: 'error', ...about, name, message, stack: stack.slice(0, 12).map((at) => at.trim()) }),
  )
}

const rootCause = (error: unknown): unknown =>
  error instanceof Error && error.cause !== undefined ? rootCause(error.cause) : error
