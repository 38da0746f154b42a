// A plain program with the official SDK: one error with a cause, one message, and all that people hang onto them.
import * as Sentry from '@sentry/node'

Sentry.init({ dsn: process.env.SENTRY_DSN, environment: 'staging', release: 'shop@1.2.3', sendClientReports: false })
Sentry.setUser({ id: '42', email: 'ada@example.com' })
Sentry.setTag('shop', 'tickets')
Sentry.addBreadcrumb({ category: 'cart', message: 'seat added', level: 'info' })

function readRow(seat) {
  if (!seat.row) throw new RangeError(`Seat ${seat.number} has no row`)
}

function reserve(seat) {
  try {
    readRow(seat)
  } catch (error) {
    throw new TypeError('The seat cannot be reserved', { cause: error })
  }
}

try {
  reserve({ number: 12 })
} catch (error) {
  Sentry.getCurrentScope().addAttachment({ filename: 'seat.txt', data: 'seat 12', contentType: 'text/plain' })
  console.log(JSON.stringify({ exception: Sentry.captureException(error) }))
  Sentry.getCurrentScope().clearAttachments()
}
if (process.env.WITH_MESSAGE) console.log(JSON.stringify({ message: Sentry.captureMessage('The box office is closed', 'warning') }))

process.exit((await Sentry.flush(10_000)) ? 0 : 1)
