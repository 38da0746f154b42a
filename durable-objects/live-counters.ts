import type { LiveIssue } from '../contract/live.ts'
import { heard } from '../domain/events/feed.ts'
import type { IssueActivity } from '../platform/db/occurrences.ts'
import { isFull, keepListening, listeningOf, tell } from './live-socket.ts'

/** An eye does not see more often, and a burst of errors becomes one frame. */
const COUNTERS_MS = 100

/** @returns what takes the counters of issues, and tells the sockets the newest of each some moments later. */
export const liveCounters = (sockets: () => WebSocket[]): ((issues: IssueActivity[]) => void) => {
  const newest = new Map<string, IssueActivity>()
  let waits = false
  const flush = () => {
    waits = false
    const text = JSON.stringify({ type: 'activity', topic: 'issues', issues: [...newest.values()].map(liveIssue) })
    newest.clear()
    for (const socket of sockets()) tellCounters(socket, text)
  }
  return (issues) => {
    // Batches that were digested at once may come in another order: a counter only grows.
    for (const issue of issues) if (issue.count >= (newest.get(issue.id)?.count ?? 0)) newest.set(issue.id, issue)
    if (newest.size === 0 || waits) return
    waits = true
    setTimeout(flush, COUNTERS_MS)
  }
}

const tellCounters = (socket: WebSocket, text: string): void => {
  const listening = listeningOf(socket)
  if (!heard(listening).includes('issues')) return
  if (!isFull(socket)) tell(socket, text)
  else if (!listening.missed) keepListening(socket, { ...listening, missed: true })
}

const liveIssue = ({ id, projectId, count, users, lastSeen }: IssueActivity): LiveIssue => ({
  id,
  projectId: String(projectId),
  count,
  users,
  lastSeen: new Date(lastSeen).toISOString(),
})
