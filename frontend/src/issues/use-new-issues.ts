import { type InfiniteData, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { IssueFilter } from '../api/issue-filter.ts'
import { fetchIssues, issueListQuery } from '../api/issues.ts'
import type { Issue, IssueList } from '../api/shapes.ts'
import { changeIssues } from '../live/apply.ts'
import type { Frame } from '../live/frames.ts'
import { useFrames, useReconnect } from '../live/live.tsx'

const atMostEvery = 1500
const brings = new Set(['issue.created', 'issue.regressed', 'issue.escalated', 'issue.unresolved'])

const bringsNews = (frame: Frame) => frame.type === 'resync' || (frame.type === 'event' && brings.has(frame.data.type))

type IssueLists = InfiniteData<IssueList, string | undefined>

/**
 * Looks at the head of the list when something may have been added to it: rows already shown take its counters where
 * they stand, the others are counted. The server decides what matches, so every filter and search counts right.
 */
export function useNewIssues(filter: IssueFilter, shown: readonly Issue[]) {
  const queries = useQueryClient()
  const [fresh, setFresh] = useState<readonly string[]>([])
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const key = JSON.stringify(filter)
  const empty = useRef(shown.length === 0)
  empty.current = shown.length === 0

  const look = async () => {
    timer.current = undefined
    const head = new Map((await fetchIssues(filter)).data.map((issue) => [issue.id, issue]))
    changeIssues(queries, new Set(head.keys()), (issue) => ({ ...issue, ...head.get(issue.id) }))
    setFresh([...head.keys()])
    // Nothing is shown that could move, so what an empty list waits for comes by itself.
    if (empty.current && head.size > 0) await load()
  }
  const lookSoon = () => {
    timer.current ??= setTimeout(() => void look().catch(() => setFresh([])), atMostEvery)
  }
  const load = async () => {
    const page = await fetchIssues(filter)
    queries.setQueryData<IssueLists>(issueListQuery(filter).queryKey, { pages: [page], pageParams: [undefined] })
    setFresh([])
  }

  useFrames((frame) => bringsNews(frame) && lookSoon())
  useReconnect(lookSoon)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another view has other news
  useEffect(() => {
    setFresh([])
    return () => {
      clearTimeout(timer.current)
      timer.current = undefined
    }
  }, [key])

  const known = new Set(shown.map((issue) => issue.id))
  return { count: fresh.filter((id) => !known.has(id)).length, load }
}
