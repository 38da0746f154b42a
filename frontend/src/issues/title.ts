/** `TypeError: x is undefined` → its type and the rest; a title without a type stays whole. */
export function splitTitle(title: string): [type: string, rest: string] {
  const colon = title.indexOf(': ')
  const typed = colon > 0 && colon < 80 && !title.slice(0, colon).includes(' ')
  return typed ? [title.slice(0, colon), title.slice(colon + 2)] : [title, '']
}
