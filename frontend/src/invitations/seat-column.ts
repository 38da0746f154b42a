/** What the API takes for a column of seats, in English and French, without case and accents. */
const HEADERS = ['seat', 'seatguid', 'place', 'siege', 'fauteuil']

const plain = (header: string): string =>
  header
    .normalize('NFD')
    .replace(/[^a-zA-Z]/g, '')
    .toLowerCase()

/**
 * A table (RFC 4180) with the ids of seats in place of their names; all else stays as it was written, line by line, so that
 * what is said of a line is true of the table that was pasted.
 * @param guidOf the seat that a cell names; null where it names none, or several
 */
export function withGuids(csv: string, guidOf: (text: string) => string | null): string {
  const [header = ''] = csv.split(/[\r\n]/, 1)
  const separator = [',', ';', '\t'].reduce((best, sign) =>
    header.split(sign).length > header.split(best).length ? sign : best,
  )
  // A quote that is never closed is left for the API to complain of.
  const cells = new RegExp(
    `("(?:[^"]|"")*"(?=[${separator}\\r\\n]|$)|[^${separator}\\r\\n]*)(${separator}|\\r\\n|\\r|\\n|$)`,
    'g',
  )
  let column = -1
  let at = 0
  let heading = true
  return csv.replace(cells, (whole, cell: string, end: string) => {
    const text = cell
      .replace(/^"(.*)"$/s, '$1')
      .replaceAll('""', '"')
      .trim()
    const guid = !heading && at === column && text !== '' ? guidOf(text) : null
    if (heading && HEADERS.includes(plain(text))) column = at
    at = end === separator ? at + 1 : 0
    if (end !== separator) heading = false
    return guid === null ? whole : `"${guid.replaceAll('"', '""')}"${end}`
  })
}
