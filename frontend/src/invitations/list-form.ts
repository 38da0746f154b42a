/** Whether pasted text is a table with a header that names a column of addresses, rather than addresses alone. */
export function looksLikeTable(text: string): boolean {
  const [header = '', ...rows] = text.trim().split(/\r?\n/)
  const columns = header.split(/[,;\t]/).map((column) => column.trim().replace(/^"|"$/g, '').toLowerCase())
  return (
    rows.length > 0 &&
    !header.includes('@') &&
    columns.some((column) => /^(e-?mail|courriel|adresse|address)/.test(column))
  )
}

/** About how many people a text names: one address each. */
export const peopleIn = (text: string): number => new Set(text.toLowerCase().match(/[^\s,;<>"]+@[^\s,;<>"]+/g)).size
