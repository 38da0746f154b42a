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

const tours = createRoute({
  getParentRoute: () => catalogue,
  path: '/manage/tours',
  component: lazyRouteComponent(() => import('../tours/tour-list-page.tsx'), 'TourListPage'),
})

const plans = createRoute({
  getParentRoute: () => catalogue,
  path: '/manage/plans',
  component: lazyRouteComponent(() => import('../plans/plan-list-page.tsx'), 'PlanListPage'),
})

const venues = createRoute({
  getParentRoute: () => catalogue,
  path: '/manage/venues',
  component: lazyRouteComponent(() => import('../venues/venue-list-page.tsx'), 'VenueListPage'),
})

const newTour = createRoute({
  getParentRoute: () => shell,
  path: '/manage/tours/new',
  component: lazyRouteComponent(() => import('../tours/new-tour-page.tsx'), 'NewTourPage'),
})

const tour = createRoute({
  getParentRoute: () => shell,
  path: '/manage/tours/$id',
  component: lazyRouteComponent(() => import('../tours/tour-page.tsx'), 'TourPage'),
})

const plan = createRoute({
  getParentRoute: () => shell,
  path: '/manage/plans/$id',
  component: lazyRouteComponent(() => import('../plans/plan-page.tsx'), 'PlanPage'),
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

const sell = createRoute({
  getParentRoute: () => event,
  path: '/manage/events/$id/sell',
  component: lazyRouteComponent(() => import('../desk/sell-page.tsx'), 'SellPage'),
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

const waitlist = createRoute({
  getParentRoute: () => event,
  path: '/manage/events/$id/waitlist',
  component: lazyRouteComponent(() => import('../waitlist/waitlist-page.tsx'), 'WaitlistPage'),
})

const invitations = createRoute({
  getParentRoute: () => event,
  path: '/manage/events/$id/invitations',
  component: lazyRouteComponent(() => import('../invitations/guest-list-page.tsx'), 'GuestListPage'),
})

const checkIn = createRoute({
  getParentRoute: () => event,
  path: '/manage/events/$id/check-in',
  component: lazyRouteComponent(() => import('../check-in/check-in-page.tsx'), 'CheckInPage'),
})

const queue = createRoute({
  getParentRoute: () => event,
  path: '/manage/events/$id/queue',
  component: lazyRouteComponent(() => import('../queue/queue-page.tsx'), 'QueuePage'),
})

const eventSettings = createRoute({
  getParentRoute: () => event,
  path: '/manage/events/$id/settings',
  component: lazyRouteComponent(() => import('../events/event-settings-page.tsx'), 'EventSettingsPage'),
})

export const manage = [
  catalogue.addChildren([events, tours, plans, venues]),
  newEvent,
  newTour,
  tour,
  plan,
  event.addChildren([places, sell, bookings, booking, waitlist, invitations, checkIn, queue, eventSettings]),
] as const
