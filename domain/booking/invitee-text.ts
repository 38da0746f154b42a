/** An address as it stood in pasted text, and the line it began on, from 1. */
export interface PastedAddress {
  line: number
  text: string
}

/** @returns the pieces of pasted text between which lines, semicolons or commas stand; none is lost, empty ones are. */
export const pastedPieces = (text: string): PastedAddress[] =>
  text
    .split(/\r\n|\r|\n/)
    .flatMap((content, index) => piecesOf(content).map((piece) => ({ line: index + 1, text: piece })))

/** @returns the name and the address that one piece holds, by the forms that mail programs copy; null where it holds none. */
export const readPasted = (piece: string): { name: string | null; email: string } | null => {
  const angled = /^([^<>]*)<\s*(?:mailto:)?([^<>\s]+)\s*>$/.exec(piece)
  if (angled !== null) return { name: nameOf(angled[1]), email: angled[2] ?? '' }
  const commented = /^(?:mailto:)?([^\s()<>]+@[^\s()<>]+)\s*\(([^()]*)\)$/.exec(piece)
  if (commented !== null) return { name: nameOf(commented[2]), email: commented[1] ?? '' }
  const words = piece.split(/\s+/)
  const addresses = words.filter((word) => word.includes('@'))
  const [address] = addresses
  if (address === undefined || addresses.length > 1) return null
  const name = nameOf(words.filter((word) => word !== address).join(' '))
  return { name, email: address.replace(/^mailto:/i, '') }
}

/** @returns the pieces of one line. Where semicolons stand, commas belong to names: "Lovelace, Ada <ada@…>; …". */
const piecesOf = (line: string): string[] => {
  const semicolons = split(line, ';')
  const pieces = semicolons.length > 1 ? semicolons : withNames(split(line, ','))
  return pieces.flatMap(withoutSpaces).filter((piece) => piece !== '')
}

/** Cuts at a sign, but not within quotes or angles. */
const split = (line: string, sign: ';' | ','): string[] => {
  const pieces = ['']
  let quoted = false
  let angled = false
  for (const character of line) {
    if (character === '"') quoted = !quoted
    else if (character === '<' && !quoted) angled = true
    else if (character === '>' && !quoted) angled = false
    if (character === sign && !quoted && !angled) pieces.push('')
    else pieces[pieces.length - 1] += character
  }
  return pieces.map((piece) => piece.trim())
}

/** "Lovelace, Ada <ada@…>" is one: what stands before a comma without an address belongs to the name behind it. */
const withNames = (pieces: readonly string[]): string[] => {
  const joined: string[] = []
  for (const piece of pieces) {
    const before = joined.at(-1)
    const isName = before !== undefined && !before.includes('@') && piece.includes('<')
    if (isName) joined[joined.length - 1] = `${before}, ${piece}`
    else joined.push(piece)
  }
  return joined
}

/** Several addresses with nothing but spaces between them are several. */
const withoutSpaces = (piece: string): string[] => {
  if (/[<>()"]/.test(piece)) return [piece]
  const words = piece.split(/\s+/)
  return words.length > 1 && words.every((word) => word.includes('@')) ? words : [piece]
}

const nameOf = (text: string | undefined): string | null => {
  const name = (text ?? '')
    .replace(/^\s*"(.*)"\s*$/, '$1')
    .replaceAll('\\"', '"')
    .trim()
  return name === '' ? null : name
}
