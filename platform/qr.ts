import { encode } from 'uqr'

/** Modules of quiet around the code (ISO/IEC 18004, 5.3.8). */
const QUIET = 4

/** @returns a QR code of a text: its side in modules, and an SVG path of the dark ones, one unit each. */
export const qrCode = (text: string): { size: number; path: string } => {
  const { size, data } = encode(text, { ecc: 'M', border: QUIET })
  return { size, path: data.map(rowPath).join('') }
}

// Neighbours in a row are one rectangle.
const rowPath = (row: readonly boolean[], y: number): string => {
  let path = ''
  let start = -1
  for (let x = 0; x <= row.length; x += 1) {
    const dark = row[x] === true
    if (dark && start < 0) start = x
    if (dark || start < 0) continue
    path += `M${start} ${y}h${x - start}v1h${start - x}z`
    start = -1
  }
  return path
}
