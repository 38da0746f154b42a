/** Half of the longest string that D1 takes (2 MB): an estimate by characters may be off by what is not ASCII. */
const MOST_BYTES = 1_000_000

/**
 * Cuts things into lists of JSON that are short enough to be bound to a statement, in their order. One that is too long
 * by itself is a list of its own.
 * @returns the lists as texts; none for nothing
 */
export const jsonPieces = (things: readonly unknown[], most = MOST_BYTES): string[] => {
  const pieces: string[][] = []
  let bytes = Number.POSITIVE_INFINITY
  for (const thing of things) {
    const text = JSON.stringify(thing)
    const more = Buffer.byteLength(text) + 1
    if (bytes + more > most) {
      pieces.push([])
      bytes = 0
    }
    pieces.at(-1)?.push(text)
    bytes += more
  }
  return pieces.map((texts) => `[${texts.join()}]`)
}
