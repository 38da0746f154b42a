import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { CalendarOff, CheckCircle2 } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useMe } from '../account/use-me.ts'
import type { Booking } from '../api/bookings.ts'
import { type BookableEvent, bookableEventQuery } from '../api/events.ts'
import { planDocumentQuery } from '../api/plans.ts'
import { Button, buttonStyle } from '../components/button.tsx'
import { Failure } from '../components/failure.tsx'
import { Notice } from '../components/notice.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { shownAmount } from '../events/money.ts'
import { usePlaces } from '../events/use-places.ts'
import { useEventWords } from '../events/words.ts'
import { useLanguage } from '../i18n/language.tsx'
import { mayDo } from '../organization/access.ts'
import { NoAccess } from '../organization/no-access.tsx'
import { drawingOf } from '../plans/drawing.ts'
import { ChoosePlaces } from './choose-places.tsx'
import { blankDesk } from './draft.ts'
import { KeptPlaces } from './kept-places.tsx'
import { useSale } from './use-sale.ts'

const route = getRouteApi('/shell/event-frame/manage/events/$id/sell')

/** Who organises sells for someone: at the desk, on the telephone. */
export function SellPage() {
  const { desk } = useEventWords()
  const { id } = route.useParams()
  const me = useMe()
  const { data: event } = useQuery(bookableEventQuery(id))
  if (!mayDo(me, 'booking.manage')) return <NoAccess text={desk.noAccess} />
  if (event === undefined) return <Skeleton className="h-80 w-full rounded-xl" />
  if (event.status === 'CANCELLED') return <Notice icon={<CalendarOff />} title={desk.cancelled} />
  return <Desk key={event.id} event={event} />
}

function Desk({ event }: { event: BookableEvent }) {
  const { places, error } = usePlaces(event.id)
  const { planId, planVersion } = event
  const planned = planId !== null && planVersion !== null
  const plan = useQuery({ ...planDocumentQuery(planId ?? '', planVersion ?? 0), enabled: planned })
  const drawing = useMemo(() => (plan.data === undefined ? null : drawingOf(plan.data)), [plan.data])
  const [draft, setDraft] = useState(() => blankDesk(planned ? 'best' : 'numbers'))
  const sale = useSale(event.id)
  const failed = error ?? plan.error
  if (failed !== null && places === null) return <Failure error={failed} />
  if (places === null || (planned && drawing === null)) return <Skeleton className="h-80 w-full rounded-xl" />
  if (sale.sold !== null)
    return (
      <Sold
        booking={sale.sold}
        onNext={() => {
          setDraft(blankDesk(draft.way))
          sale.next()
        }}
      />
    )
  if (sale.kept !== null) return <KeptPlaces event={event} sale={sale} kept={sale.kept} />
  return (
    <ChoosePlaces event={event} places={places} drawing={drawing} draft={draft} onDraft={setDraft} sale={sale.choose} />
  )
}

function Sold({ booking, onNext }: { booking: Booking; onNext(): void }) {
  const { desk, places, bookings } = useEventWords()
  const { language } = useLanguage()
  const { total, currency, quantity, contact } = booking
  const said = [
    contact.fullName ?? contact.emailAddress ?? bookings.nameless,
    places.places(quantity),
    shownAmount(total, { currency, language }),
  ]
  return (
    <div role="status">
      <Notice icon={<CheckCircle2 />} title={desk.sold} text={said.join(' · ')}>
        <div className="flex flex-wrap justify-center gap-2">
          <Link
            to="/manage/events/$id/bookings/$booking"
            params={{ id: booking.eventId, booking: booking.id }}
            className={buttonStyle({})}
          >
            {desk.toBooking}
          </Link>
          <Button look="primary" autoFocus onClick={onNext}>
            {desk.next}
          </Button>
        </div>
      </Notice>
    </div>
  )
}
