/** Without the signs that look like another one: 0 and O, 1 and I. As many as five bits tell apart. */
const SIGNS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'

/** @returns a code that is easy to type: a sign for each random byte, after the prefix. */
export const codeText = (prefix: string, random: Uint8Array): string =>
  prefix + Array.from(random, (byte) => SIGNS[byte % SIGNS.length]).join('')

/**
 * @param draw gives another text each time
 * @returns as many texts as are wanted, none of them taken and none twice
 */
export const freshCodes = (count: number, taken: Iterable<string>, draw: () => string): string[] => {
  const known = new Set(taken)
  const fresh: string[] = []
  while (fresh.length < count) {
    const text = draw()
    if (known.has(text)) continue
    known.add(text)
    fresh.push(text)
  }
  return fresh
}
