import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { bookingListSearch } from '../bookings/search.ts'
import { eventListSearch } from '../events/search.ts'
import { shell } from './root.tsx'

/** Above each list of it stand the tabs of all of them. */
const catalogue = createRoute({
  getParentRoute: () => shell,
  id: 'catalogue-frame',
  component: lazyRouteComponent(() => import('../events/catalogue-frame.tsx'), 'CatalogueFrame'),
})

const events = createRoute({
  getParentRoute: () => catalogue,
  path: '/manage/events',
  validateSearch: eventListSearch,
  component: lazyRouteComponent(() => import('../events/event-list-page.tsx'), 'EventListPage'),
})

const newEvent = createRoute({
  getParentRoute: () => shell,
  path: '/manage/events/new',
  component: lazyRouteComponent(() => import('../events/new-event-page.tsx'), 'NewEventPage'),
})

/** One event: its head stands above all that is done with it. */
const event = createRoute({
  getParentRoute: () => shell,
  id: 'event-frame',
  component: lazyRouteComponent(() => import('../events/event-frame.tsx'), 'EventFrame'),
})

const places = createRoute({
  getParentRoute: () => event,
  path: '/manage/events/$id',
  component: lazyRouteComponent(() => import('../events/places-page.tsx'), 'PlacesPage'),
})

const bookings = createRoute({
  getParentRoute: () => event,
  path: '/manage/events/$id/bookings',
  validateSearch: bookingListSearch,
  component: lazyRouteComponent(() => import('../bookings/bookings-page.tsx'), 'BookingsPage'),
})

const booking = createRoute({
  getParentRoute: () => event,
  path: '/manage/events/$id/bookings/$booking',
  component: lazyRouteComponent(() => import('../bookings/booking-page.tsx'), 'BookingPage'),
})

const eventSettings = createRoute({
  getParentRoute: () => event,
  path: '/manage/events/$id/settings',
  component: lazyRouteComponent(() => import('../events/event-settings-page.tsx'), 'EventSettingsPage'),
})

export const manage = [
  catalogue.addChildren([events]),
  newEvent,
  event.addChildren([places, bookings, booking, eventSettings]),
] as const
