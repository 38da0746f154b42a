import { CircleCheck, CircleSlash, CircleX, type LucideIcon } from 'lucide-react'
import type { DryRun } from '../../../contract/event-log.ts'
import { useMessages } from '../i18n/language.tsx'
import { readerName } from './reader-name.ts'

type Result = DryRun['data'][number]

const marks: Record<Result['outcome'], { icon: LucideIcon; tone: string }> = {
  accepted: { icon: CircleCheck, tone: 'text-ok' },
  duplicate: { icon: CircleSlash, tone: 'text-warning' },
  refused: { icon: CircleX, tone: 'text-error' },
}

/** What publishing would do, in words; nothing was done. */
export function DryRunResult({ result }: { result: Result }) {
  const { activity } = useMessages()
  const { publish } = activity
  const { outcome, type, aggregate, partitionkey, topic, readers, kafkaTopics } = result
  const { icon: Icon, tone } = marks[outcome]
  const facts: [string, string | null][] = [
    [publish.aggregate, aggregate],
    [publish.key, partitionkey],
    [publish.topic, topic],
    [publish.wouldTell, readers.map((name) => readerName(name, activity.consumers)).join(', ')],
    [publish.kafkaTopics, kafkaTopics.join(', ')],
  ]
  const says = {
    accepted: publish.wouldLog(type ?? ''),
    duplicate: publish.wouldNot,
    refused: publish.wouldRefuse,
  }
  return (
    <section role="status" className="grid gap-2 rounded-lg border border-line bg-sunken p-4">
      <h3 className="flex items-center gap-2 font-semibold">
        <Icon className={`size-4 ${tone}`} aria-hidden="true" />
        {publish.wouldTitle}
      </h3>
      <p>{says[outcome]}</p>
      {outcome === 'accepted' && (
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-xs">
          {facts.map(([name, value]) => (
            <div key={name} className="contents">
              <dt className="text-muted">{name}</dt>
              <dd className="wrap-anywhere">{value === null || value === '' ? '–' : value}</dd>
            </div>
          ))}
        </dl>
      )}
      <p className="text-xs text-muted">{publish.nothingDone}</p>
    </section>
  )
}
