import type { LayoutIndex } from './layout-index.ts'

/**
 * In which categories accessible seats, and those of companions, may go to anyone (28 CFR 36.302(f)(5)(i)): where all
 * other seats of that price are sold, or all other seats of the house. Held ones are not sold: a hold ends. A category
 * that has no other seats is not sold out by that; only the house can be.
 * @param sold by index into `layout.seats`: booked, or off sale for good
 * @returns 1 by number of category where they may
 */
export const releasedCategories = (index: LayoutIndex, sold: (seat: number) => boolean): Uint8Array => {
  const { seats, category, kept, categories } = index
  const others = new Uint8Array(categories.size)
  const unsold = new Uint8Array(categories.size)
  for (let position = 0; position < seats.length; position += 1) {
    const number = category[position] ?? 0
    if (kept[position] !== 0 || unsold[number] === 1) continue
    others[number] = 1
    if (!sold(seats[position] ?? -1)) unsold[number] = 1
  }
  const house = !unsold.includes(1) && others.includes(1)
  return unsold.map((left, number) => Number(house || (left === 0 && others[number] === 1)))
}
