import type { Outcome } from '../api/shapes.ts'

export interface OutcomeSum {
  category: string
  reason: string
  quantity: number
  /** The newest hour it happened in. */
  hour: string
}

/** Hours put together: one line for each thing and reason, the most frequent first. */
export function sumOutcomes(outcomes: readonly Outcome[]): OutcomeSum[] {
  const sums = new Map<string, OutcomeSum>()
  for (const { category, reason, quantity, hour } of outcomes) {
    const known = sums.get(`${category} ${reason}`)
    if (known === undefined) sums.set(`${category} ${reason}`, { category, reason, quantity, hour })
    else {
      known.quantity += quantity
      if (hour > known.hour) known.hour = hour
    }
  }
  return [...sums.values()].sort((a, b) => b.quantity - a.quantity)
}
