// A plain program with the official SDK, as a newcomer would write it.
import * as Sentry from '@sentry/node'

Sentry.init({ dsn: process.env.SENTRY_DSN, environment: 'demo', release: 'demo@1.0.0' })
Sentry.setUser({ id: '1', email: 'ada@example.com' })
Sentry.setTag('shop', 'tickets')

function reserve(seat) {
  if (!seat.row) throw new TypeError(`Seat ${seat.number} has no row`)
}

try {
  reserve({ number: 12 })
} catch (error) {
  Sentry.captureException(error)
}

const sent = await Sentry.flush(5000)
console.log(sent ? 'Sent. Look at the dashboard.' : 'Nothing was sent: is SENTRY_DSN right and the server up?')
process.exit(sent ? 0 : 1)
