/** An outcome that a caller expects to handle. Bugs are thrown, outcomes are returned. */
export type Result<T, E> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E }

/** @returns the successful outcome `{ ok: true, value }`. */
export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value })

/** @returns the failed outcome `{ ok: false, error }`. */
export const failed = <E>(error: E): { readonly ok: false; readonly error: E } => ({ ok: false, error })
