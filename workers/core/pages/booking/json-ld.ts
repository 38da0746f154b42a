import { html, raw } from 'hono/html'
import { publicTypes } from '../../../../domain/booking/event-content.ts'
import type { EventRow } from '../../../../platform/db/events.ts'
import type { Html } from './reader.ts'
import { isOpen, isSoldOut, type Stock } from './stock.ts'

/** What search engines read of an event: https://schema.org/Event, as https://developers.google.com/search lists it. */
export const jsonLd = (
  event: EventRow,
  { url, organiser, stock }: { url: string; organiser: string; stock: Stock },
): Html => {
  const { settings, currency } = event
  const availability = isSoldOut(stock) ? 'SoldOut' : stock.few ? 'LimitedAvailability' : 'InStock'
  const about = {
    '@context': 'https://schema.org',
    '@type': 'Event',
    name: event.name,
    url,
    startDate: withOffset(event.startsAt, event.timeZone),
    endDate: withOffset(event.endsAt, event.timeZone),
    eventStatus: `https://schema.org/Event${event.status === 'CANCELLED' ? 'Cancelled' : 'Scheduled'}`,
    eventAttendanceMode: 'https://schema.org/OfflineEventAttendanceMode',
    organizer: { '@type': 'Organization', name: organiser },
    ...(settings.description === null ? {} : { description: settings.description }),
    ...(settings.imageUrl === null ? {} : { image: [settings.imageUrl] }),
    ...(event.place === null && event.city === null ? {} : { location: placeOf(event) }),
    offers: publicTypes(settings).map((type) => ({
      '@type': 'Offer',
      name: type.name,
      price: priceOf(type.price, currency),
      priceCurrency: currency,
      url,
      availability: `https://schema.org/${isOpen(stock) ? availability : 'OutOfStock'}`,
      ...(settings.saleStartsAt === null ? {} : { validFrom: settings.saleStartsAt }),
    })),
  }
  // The text of a script element ends at the first `</script`, whatever JSON thinks of it; so no `<` is in it.
  return html`<script type="application/ld+json">${raw(JSON.stringify(about).replaceAll('<', '\\u003c'))}</script>`
}

const placeOf = ({ place, city, country, settings }: EventRow) => ({
  '@type': 'Place',
  name: place ?? city,
  address: {
    '@type': 'PostalAddress',
    ...(settings.address === null ? {} : { streetAddress: settings.address }),
    ...(city === null ? {} : { addressLocality: city }),
    ...(country === null ? {} : { addressCountry: country }),
  },
})

const priceOf = (minorUnits: number, currency: string): string => {
  const digits =
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  return (minorUnits / 10 ** digits).toFixed(digits)
}

/** @returns a moment by the clock of a zone, as `2027-06-01T20:00:00+02:00`. */
export const withOffset = (at: number, timeZone: string): string => {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'medium',
    hourCycle: 'h23',
  })
  const offset = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' })
    .formatToParts(at)
    .find(({ type }) => type === 'timeZoneName')
    ?.value.replace('GMT', '')
  return `${format.format(at).replace(', ', 'T')}${offset === '' || offset === undefined ? 'Z' : offset}`
}
