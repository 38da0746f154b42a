const LONGEST = 40

/**
 * @param taken slugs that are in use and begin like this one
 * @returns a short name for URLs and issue numbers, made of `a-z`, `0-9` and dashes; `-2`, `-3`, … where it is taken.
 */
export const slugFor = (name: string, taken: readonly string[] = []): string => {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST)
    .replace(/^-+|-+$/g, '')
  const slug = plain === '' ? 'project' : plain
  if (!taken.includes(slug)) return slug
  let number = 2
  while (taken.includes(`${slug}-${number}`)) number += 1
  return `${slug}-${number}`
}
