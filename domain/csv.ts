/**
 * @returns one record of a CSV file (RFC 4180), its line end included. A cell that a spreadsheet would take for a formula
 * begins with an apostrophe, since what people typed must not run on the desk of who opens it
 * (https://owasp.org/www-community/attacks/CSV_Injection).
 */
export const csvRecord = (cells: readonly (string | number | null)[]): string => `${cells.map(csvCell).join(',')}\r\n`

const csvCell = (value: string | number | null): string => {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const safe = /^[=+\-@\t\r\n]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
