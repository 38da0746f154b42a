/** Which trace a request belongs to (W3C Trace Context). `traceId` 32 and `parentId` 16 lower-case hex digits. */
export interface TraceContext {
  traceId: string
  parentId: string
  sampled: boolean
}

// A later version may add fields at its end; version 00 may not, and ff is none.
const TRACEPARENT = /^(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/

/** @returns what a `traceparent` header says, or null where it is not one, and then a trace begins anew (section 3.2). */
export const readTraceparent = (header: string | undefined): TraceContext | null => {
  const [, version, traceId, parentId, flags, more] = TRACEPARENT.exec(header ?? '') ?? []
  if (traceId === undefined || parentId === undefined || flags === undefined) return null
  if (version === '00' && more !== undefined) return null
  return { traceId, parentId, sampled: (Number.parseInt(flags, 16) & 1) === 1 }
}

/** @returns the context as a header, in version 00. */
export const writeTraceparent = ({ traceId, parentId, sampled }: TraceContext): string =>
  `00-${traceId}-${parentId}-${sampled ? '01' : '00'}`
