import { isJsonObject } from './json-object.ts'

/** @returns a JSON value with the members of each object in order, so that equal values are equal texts (as RFC 8785). */
export const canonicalJson = (value: unknown): string => JSON.stringify(value, inOrder)

const inOrder = (_: string, value: unknown): unknown =>
  // Entries go into an object without a prototype: a member may be called `__proto__`.
  isJsonObject(value)
    ? Object.assign(Object.create(null), Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))))
    : value
