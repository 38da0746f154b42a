// A page of a shop with the official browser SDK: its one button does not work.
import * as Sentry from '@sentry/browser'

Sentry.init({ dsn: window.dsn, release: 'web@2.4.0', environment: 'production' })
Sentry.setUser({ id: 'visitor-7' })

function payFor(basket) {
  throw new TypeError(`Basket ${basket.id} has no seats`)
}

document.querySelector('button').addEventListener('click', function checkout() {
  payFor({ id: 9 })
})
