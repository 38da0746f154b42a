import { Link } from '@tanstack/react-router'
import type { Delivery } from '../../../contract/deliveries.ts'
import { Moment } from '../components/moment.tsx'
import { useMessages } from '../i18n/language.tsx'
import { Cell, HeadCell, Row } from '../organization/card-table.tsx'
import { DeliveryStatus } from './delivery-status.tsx'
import { deliverySearch } from './search.ts'

export function DeliveryRow({ delivery }: { delivery: Delivery }) {
  const { monitoring } = useMessages()
  const subject = delivery.subject ?? monitoring.noSubject
  return (
    <Row>
      <HeadCell>
        <Link
          to="/monitoring/deliveries"
          search={(before) => deliverySearch({ ...before, delivery: delivery.id })}
          aria-label={monitoring.open(subject)}
          className="font-medium text-accent wrap-anywhere hover:underline"
        >
          {subject}
        </Link>
      </HeadCell>
      <Cell label={monitoring.to}>
        <span className="min-w-0 text-end wrap-break-word @2xl:inline-block @2xl:max-w-60 @2xl:text-start">
          {delivery.target}
          <span className="block text-xs text-muted">{monitoring.channels[delivery.channel]}</span>
        </span>
      </Cell>
      <Cell label={monitoring.status}>
        <DeliveryStatus delivery={delivery} />
      </Cell>
      <Cell label={monitoring.time}>
        <Moment at={delivery.createdAt} className="whitespace-nowrap text-muted" />
      </Cell>
    </Row>
  )
}
