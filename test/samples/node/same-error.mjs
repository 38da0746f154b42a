// The same error many times from one process, for a few people: what a broken release does.
import * as Sentry from '@sentry/node'

const times = Number(process.env.TIMES)
const people = Number(process.env.PEOPLE)

Sentry.init({
  dsn: process.env.SENTRY_DSN,
  sendClientReports: false,
  transportOptions: { bufferSize: times + 1 },
  // The SDK itself drops an error that equals the one before it.
  integrations: (defaults) => defaults.filter(({ name }) => name !== 'Dedupe'),
})

function charge(card) {
  throw new Error(`Card of ${card.holder.name} was refused`)
}

for (let turn = 0; turn < times; turn++) {
  Sentry.withScope((scope) => {
    scope.setUser({ id: `person-${turn % people}` })
    scope.setTag('till', String(turn % 4))
    try {
      charge({ holder: { name: 'Ada' } })
    } catch (error) {
      Sentry.captureException(error)
    }
  })
}

process.exit((await Sentry.flush(60_000)) ? 0 : 1)
