/** All of them are chosen after it, unless they were: then none. */
export function toggled(before: ReadonlySet<string>, guids: readonly string[]): ReadonlySet<string> {
  const after = new Set(before)
  const all = guids.length > 0 && guids.every((guid) => before.has(guid))
  for (const guid of guids) {
    if (all) after.delete(guid)
    else after.add(guid)
  }
  return after
}
