import { useQuery } from '@tanstack/react-query'
import { type DeliveryWithBody, deliveryQuery } from '../api/deliveries.ts'
import { CopyButton } from '../components/copy-button.tsx'
import { Dialog } from '../components/dialog.tsx'
import { Failure } from '../components/failure.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { languages, useFormat, useMessages } from '../i18n/language.tsx'
import { CopyLine } from '../organization/copy-line.tsx'
import { DeliveryStatus } from './delivery-status.tsx'
import { linkIn } from './search.ts'

/** One message as its addressee gets it, and what became of it. */
export function DeliveryDialog({ id, onClose }: { id: string; onClose(): void }) {
  const { monitoring } = useMessages()
  const { data, error, refetch } = useQuery(deliveryQuery(id))
  return (
    <Dialog title={data?.subject ?? monitoring.title} onClose={onClose}>
      {error !== null && <Failure error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton className="h-48 w-full" />}
      {data !== undefined && <Message delivery={data} />}
    </Dialog>
  )
}

function Message({ delivery }: { delivery: DeliveryWithBody }) {
  const { monitoring } = useMessages()
  const format = useFormat()
  const link = delivery.status === 'cancelled' ? undefined : linkIn(delivery.body)
  const facts = [
    [monitoring.to, delivery.target],
    [monitoring.time, format.absolute(delivery.createdAt)],
    ...(delivery.expiresAt === null ? [] : [[monitoring.expires, format.absolute(delivery.expiresAt)]]),
    [monitoring.language, languages[delivery.language]],
    [monitoring.template, delivery.template],
    [monitoring.attempts, format.number(delivery.attempts)],
  ]
  return (
    <div className="grid gap-4">
      <span>
        <DeliveryStatus delivery={delivery} />
      </span>
      {delivery.status === 'queued' && delivery.reason !== null && (
        <p className="rounded-md bg-warning-soft px-3 py-2 text-warning">{monitoring.waiting}</p>
      )}
      {link !== undefined && (
        <div className="grid gap-1">
          <CopyLine label={monitoring.link} text={link} button={monitoring.copyLink} />
          <p className="text-xs text-muted">{monitoring.linkHint}</p>
        </div>
      )}
      <section className="grid gap-1.5">
        <div className="flex items-center justify-between">
          <h3 className="text-xs font-medium text-muted">{monitoring.text}</h3>
          <CopyButton text={delivery.body} />
        </div>
        <pre className="rounded-lg border border-line bg-sunken p-3 font-sans text-sm whitespace-pre-wrap wrap-anywhere">
          {delivery.body}
        </pre>
      </section>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-xs">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-muted">{name}</dt>
            <dd className="wrap-anywhere">{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
