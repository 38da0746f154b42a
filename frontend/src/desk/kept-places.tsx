import { type FormEvent, useEffect, useState } from 'react'
import { ChoiceField } from '../activity/choice-field.tsx'
import type { BookableEvent } from '../api/events.ts'
import type { ApiError } from '../api/problem.ts'
import { Button } from '../components/button.tsx'
import { Field } from '../components/field.tsx'
import { FormAlert } from '../components/form-alert.tsx'
import { Panel } from '../components/panel.tsx'
import { Fields } from '../events/form-section.tsx'
import { shownAmount } from '../events/money.ts'
import { useExplained, useTold } from '../events/told.ts'
import { useSeatNames } from '../events/use-seat-names.ts'
import { useEventWords } from '../events/words.ts'
import { languages, useLanguage } from '../i18n/language.tsx'
import { contactOf } from './contact.ts'
import type { Kept, useSale } from './use-sale.ts'

interface KeptPlacesProps {
  event: BookableEvent
  sale: ReturnType<typeof useSale>
  kept: Kept
}

/** What is held, for how long, and for whom it is. */
export function KeptPlaces({ event, sale, kept }: KeptPlacesProps) {
  const { desk } = useEventWords()
  const left = useSecondsLeft(kept.endsAt)
  return (
    <div className="grid gap-4">
      <Panel title={desk.held}>
        <Places event={event} kept={kept} />
      </Panel>
      <Buyer sale={sale} kept={kept} left={left} />
    </div>
  )
}

/** @param left seconds */
function TimeLeft({ sale, kept, left }: Omit<KeptPlacesProps, 'event'> & { left: number }) {
  const { desk } = useEventWords()
  const told = useTold()
  const { hold } = kept
  return (
    <span className="flex items-center gap-2">
      <span role="timer" aria-label={desk.timeLeft} className={left === 0 ? 'text-error' : 'text-muted tabular'}>
        {left === 0 ? desk.over : desk.left(clock(left))}
      </span>
      {left > 0 && hold.expiresAt < hold.extendableUntil && (
        <Button
          size="small"
          disabled={sale.extend.isPending}
          onClick={() => sale.extend.mutate(kept, { onError: told })}
        >
          {desk.extend}
        </Button>
      )}
    </span>
  )
}

function Places({ event, kept: { hold } }: Pick<KeptPlacesProps, 'event' | 'kept'>) {
  const { desk, form } = useEventWords()
  const { language } = useLanguage()
  const { placeOf } = useSeatNames(event)
  const types = new Map(event.ticketTypes.map(({ id, name }) => [id, name]))
  const amount = (price: number) =>
    price === 0 ? form.gratis : shownAmount(price, { currency: hold.currency, language })
  return (
    <>
      <ul className="max-h-96 divide-y divide-line overflow-y-auto">
        {hold.places.map((place, n) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: places without numbers are alike, and their order stays
          <li key={`${place.seat} ${n}`} className="flex flex-wrap justify-between gap-x-4 px-4 py-2">
            <span className="min-w-0 wrap-anywhere">
              {[placeOf(place), types.get(place.ticketTypeId)].filter((part) => part != null).join(' · ')}
            </span>
            <span className="tabular">{amount(place.price)}</span>
          </li>
        ))}
      </ul>
      <p className="flex justify-between gap-4 border-t border-line px-4 py-2.5 font-semibold">
        <span>{desk.total}</span>
        <span className="tabular" data-total={hold.total}>
          {amount(hold.total)}
        </span>
      </p>
    </>
  )
}

const contactError = (error: ApiError | null, field: string) =>
  error?.problem.errors?.find(({ pointer }) => pointer === `/contact/${field}`)

/** For whom it is; none of it has to be told at a desk. */
function Buyer({ sale, kept, left }: Omit<KeptPlacesProps, 'event'> & { left: number }) {
  const { desk, complaints } = useEventWords()
  const { language } = useLanguage()
  const explained = useExplained()
  const [buyer, setBuyer] = useState({ name: '', email: '', language: language as string })
  const [paid, setPaid] = useState(desk.paidAtDesk)
  const { error, isPending } = sale.sell
  const pays = kept.hold.total > 0
  const over = left === 0
  const wrongEmail = contactError(error, 'emailAddress') !== undefined
  const submit = (sent: FormEvent) => {
    sent.preventDefault()
    sale.sell.mutate({ now: kept, contact: contactOf(buyer), paid: pays ? paid.trim() : '' })
  }
  return (
    <form onSubmit={submit}>
      <Panel title={desk.buyer} aside={<TimeLeft sale={sale} kept={kept} left={left} />}>
        <div className="grid gap-4 p-4">
          {over && <FormAlert>{desk.overText}</FormAlert>}
          {error !== null && !wrongEmail && <FormAlert>{explained(error)}</FormAlert>}
          <Fields>
            <Field
              label={desk.name}
              value={buyer.name}
              onChange={({ target }) => setBuyer({ ...buyer, name: target.value })}
              maxLength={200}
              autoComplete="off"
              autoFocus
            />
            <Field
              label={desk.email}
              hint={desk.emailHint}
              type="email"
              value={buyer.email}
              onChange={({ target }) => setBuyer({ ...buyer, email: target.value })}
              autoComplete="off"
              complaint={wrongEmail ? complaints.invalid_format : undefined}
            />
            <ChoiceField
              label={desk.language}
              value={buyer.language}
              options={Object.entries(languages)}
              onChange={(chosen) => setBuyer({ ...buyer, language: chosen })}
            />
            {pays && (
              <Field
                label={desk.paid}
                hint={desk.paidHint}
                value={paid}
                onChange={({ target }) => setPaid(target.value)}
                maxLength={500}
                required
              />
            )}
          </Fields>
          <div className="flex flex-wrap justify-end gap-2">
            <Button
              size="large"
              disabled={sale.release.isPending || isPending}
              onClick={() => sale.release.mutate(kept)}
            >
              {desk.anew}
            </Button>
            <Button type="submit" look="primary" size="large" disabled={over || isPending}>
              {pays ? desk.sell : desk.book}
            </Button>
          </div>
        </div>
      </Panel>
    </form>
  )
}

const clock = (seconds: number) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`

function useSecondsLeft(endsAt: number): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 500)
    return () => clearInterval(timer)
  }, [])
  return Math.max(0, Math.ceil((endsAt - now) / 1000))
}
