import type { ReactNode } from 'react'
import type { IssueDetail } from '../api/shapes.ts'
import { Moment } from '../components/moment.tsx'
import { Panel } from '../components/panel.tsx'
import { useMessages } from '../i18n/language.tsx'

export function IssueFacts({ issue }: { issue: IssueDetail }) {
  const { issues, occurrence } = useMessages()
  const facts: [string, ReactNode][] = [
    [issues.lastSeen, <Moment key="last" at={issue.lastSeen} />],
    [issues.firstSeen, <Moment key="first" at={issue.firstSeen} />],
    [occurrence.firstRelease, issue.firstRelease],
    [occurrence.lastRelease, issue.lastRelease],
    [occurrence.facts.environment, issue.environment],
    [occurrence.platform, issue.platform],
    [occurrence.statusChanged, issue.statusChangedAt && <Moment key="changed" at={issue.statusChangedAt} />],
  ]
  return (
    <Panel title={occurrence.facets}>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1.5 p-4">
        {facts.map(
          ([name, value]) =>
            value && (
              <div key={name} className="col-span-2 grid grid-cols-subgrid">
                <dt className="text-muted">{name}</dt>
                <dd className="truncate text-end font-medium">{value}</dd>
              </div>
            ),
        )}
      </dl>
    </Panel>
  )
}
