import type { UseMutationResult } from '@tanstack/react-query'
import { useState } from 'react'
import type { TicketType } from '../api/events.ts'
import type { Hold } from '../api/holds.ts'
import type { ApiError, FieldProblem } from '../api/problem.ts'
import { useExplained } from '../events/told.ts'
import { useEventWords } from '../events/words.ts'
import type { SeatNames } from '../plans/seat-names.ts'
import { type DeskDraft, type DeskField, type DeskWish, deskFieldOf, deskWish } from './draft.ts'

interface Asked {
  draft: DeskDraft
  types: readonly TicketType[]
  /** Of the plan, by guid. */
  categories: ReadonlyMap<string, string>
  names: SeatNames
  sale: UseMutationResult<Hold, ApiError, DeskWish>
}

/** Reads the form, asks for what it says, and tells each field what is wrong with it. */
export function useAsking({ draft, types, categories, names, sale }: Asked) {
  const { desk, complaints } = useEventWords()
  const explained = useExplained(names.nameOf)
  const [faults, setFaults] = useState<FieldProblem[]>([])
  const field = sale.error === null ? null : deskFieldOf(sale.error.problem.code)
  const known: Record<string, string> = complaints
  return {
    ask() {
      const read = deskWish(draft, { types, categoryOf: (guid) => categories.get(guid) })
      setFaults(read.faults)
      if (read.faults.length === 0) sale.mutate(read.wish)
    },
    forget() {
      setFaults([])
      if (sale.isError) sale.reset()
    },
    /** What the room has against it, where it can be mended; null for the form as a whole. */
    refusedAt(at: DeskField | null): string | undefined {
      if (sale.error === null || field !== at) return undefined
      return sale.error.problem.code === 'limit' ? desk.wrongNumber : explained(sale.error)
    },
    complaint(at: string): string | undefined {
      const fault = faults.find(({ pointer }) => pointer === `/${at}`)
      return fault === undefined ? undefined : known[fault.code]
    },
  }
}
