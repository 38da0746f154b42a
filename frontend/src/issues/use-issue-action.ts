import { useQueryClient } from '@tanstack/react-query'
import { type IssueAction, issueActions } from '../api/issues.ts'
import { asApiError } from '../api/problem.ts'
import type { Issue, IssueStatus } from '../api/shapes.ts'
import { say } from '../components/toast.ts'
import { useMessages } from '../i18n/language.tsx'
import { changeIssues } from '../live/apply.ts'

export const statusOf: Record<IssueAction, IssueStatus> = {
  resolve: 'resolved',
  ignore: 'ignored',
  unresolve: 'unresolved',
}
const actionTo: Record<IssueStatus, IssueAction> = { resolved: 'resolve', ignored: 'ignore', unresolved: 'unresolve' }

type Acted = Pick<Issue, 'id' | 'status'>

/** Resolves, ignores or reopens at once on the page, then on the server; what failed there goes back, and all of it can be undone. */
export function useIssueAction() {
  const queries = useQueryClient()
  const { shell, issues: words } = useMessages()

  const show = (changed: readonly Acted[]) => {
    const statuses = new Map(changed.map(({ id, status }) => [id, status]))
    changeIssues(queries, new Set(statuses.keys()), (issue) => ({
      ...issue,
      status: statuses.get(issue.id) ?? issue.status,
    }))
  }
  const send = async (before: readonly Acted[], after: readonly Acted[]) => {
    const answers = await Promise.allSettled(after.map(({ id, status }) => issueActions[actionTo[status]](id)))
    const failed = before.filter((_, i) => answers[i]?.status === 'rejected')
    if (failed.length > 0) {
      show(failed)
      const refused = answers.some(
        (sent) => sent.status === 'rejected' && asApiError(sent.reason).problem.status === 403,
      )
      say(refused ? shell.failed.forbidden : shell.failed.action, { failed: true })
    }
  }
  return (action: IssueAction, acted: readonly Acted[]) => {
    const status = statusOf[action]
    const before = acted.filter((issue) => issue.status !== status).map(({ id, status }) => ({ id, status }))
    if (before.length === 0) return
    const after = before.map(({ id }) => ({ id, status }))
    show(after)
    const sent = send(before, after)
    const undo = () => {
      show(before)
      void sent.then(() => send(after, before))
    }
    say(words.done[action](before.length), { action: { label: shell.undo, run: undo } })
  }
}
