/** A row of a table: its cells by what their column is, and the line it began on, from 1. */
export interface TableRow {
  line: number
  cells: Partial<Record<Column, string>>
}

export type Column =
  | 'email'
  | 'name'
  | 'firstName'
  | 'lastName'
  | 'seat'
  | 'ticketType'
  | 'plusOnes'
  | 'language'
  | 'prospect'

/** Why a table cannot be read at all. */
export type TableFault = 'empty' | 'no_email_column' | 'quote_not_closed' | 'too_many_rows'

/** What columns are called in English and French, as {@link plain} writes it. */
const NAMES: Readonly<Record<Column, readonly string[]>> = {
  email: [
    'email',
    'emailaddress',
    'mail',
    'address',
    'useremail',
    'courriel',
    'adresseemail',
    'adressemail',
    'adressecourriel',
  ],
  name: ['name', 'fullname', 'guest', 'invitee', 'nomcomplet', 'invite', 'nometprenom', 'prenometnom'],
  firstName: ['firstname', 'givenname', 'forename', 'prenom'],
  lastName: ['lastname', 'familyname', 'surname', 'nom', 'nomdefamille'],
  seat: ['seat', 'seatguid', 'place', 'siege', 'fauteuil'],
  ticketType: ['tickettype', 'tickettypeid', 'ticket', 'typedebillet', 'billet', 'tarif'],
  plusOnes: [
    'plusones',
    'plusone',
    'guests',
    'companions',
    'accompagnants',
    'accompagnant',
    'accompagnateurs',
    'invitessupplementaires',
  ],
  language: ['language', 'lang', 'locale', 'langue'],
  prospect: ['prospect', 'prospectid'],
}

/**
 * Reads a table (RFC 4180) with a header. Commas, semicolons or tabs separate, as spreadsheets of different countries
 * write it; columns that are not known are left. @param most rows; with more nothing is read
 */
export const readTable = (csv: string, most: number): { rows: TableRow[] } | { fault: TableFault; line: number } => {
  const text = csv.replace(/^\ufeff/, '')
  const read = recordsOf(text, separatorOf(text), most + 1)
  if ('fault' in read) return read
  const [header, ...records] = read.records
  if (header === undefined) return { fault: 'empty', line: 1 }
  const columns = header.cells.map(columnOf)
  if (!columns.includes('email')) return { fault: 'no_email_column', line: header.line }
  return { rows: records.map(({ line, cells }) => ({ line, cells: byColumn(columns, cells) })) }
}

const byColumn = (columns: readonly (Column | null)[], cells: readonly string[]): TableRow['cells'] => {
  const named: TableRow['cells'] = {}
  columns.forEach((column, n) => {
    const cell = cells[n]?.trim() ?? ''
    if (column !== null && cell !== '' && named[column] === undefined) named[column] = cell
  })
  return named
}

const plain = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/[^a-zA-Z]/g, '')
    .toLowerCase()

const COLUMNS = new Map(
  (Object.entries(NAMES) as [Column, readonly string[]][]).flatMap(([column, names]) =>
    names.map((name) => [name, column] as const),
  ),
)

const columnOf = (name: string): Column | null => COLUMNS.get(plain(name)) ?? null

/** @returns what separates the cells of the header. */
const separatorOf = (text: string): string => {
  const [header = ''] = text.split(/[\r\n]/, 1)
  const counts = [',', ';', '\t'].map((sign) => ({ sign, n: header.split(sign).length }))
  return counts.reduce((best, one) => (one.n > best.n ? one : best)).sign
}

interface Cells {
  line: number
  cells: string[]
}

const recordsOf = (
  text: string,
  separator: string,
  most: number,
): { records: Cells[] } | { fault: TableFault; line: number } => {
  const records: Cells[] = []
  // One cell with what ends it, from where the last one ended: each character is looked at once.
  const bare = `[^"${separator}\\r\\n][^${separator}\\r\\n]*`
  const cell = new RegExp(`(?:"([^"]*(?:""[^"]*)*)"[ ]*|(${bare})?)(${separator}|\\r\\n|\\r|\\n|$)`, 'y')
  let line = 1
  let record: Cells = { line, cells: [] }
  while (cell.lastIndex < text.length) {
    const at = cell.lastIndex
    const found = cell.exec(text)
    if (found === null) return { fault: 'quote_not_closed', line }
    const [whole, quoted, plainText = '', end = ''] = found
    record.cells.push(quoted === undefined ? plainText : quoted.replaceAll('""', '"'))
    line += whole.match(/\r\n|\r|\n/g)?.length ?? 0
    const over = cell.lastIndex >= text.length
    if (end !== separator || over) {
      if (record.cells.some((content) => content.trim() !== '')) records.push(record)
      if (records.length > most) return { fault: 'too_many_rows', line: record.line }
      record = { line, cells: [] }
    }
    if (cell.lastIndex === at) break
  }
  return { records }
}
