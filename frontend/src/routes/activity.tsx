import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { publishSearch } from '../activity/publish-search.ts'
import { eventSearch } from '../activity/search.ts'
import { eventQuery } from '../api/log.ts'
import { queryClient } from '../api/query-client.ts'
import { shell } from './root.tsx'

/** Above each page of it stand the tabs of all of them. */
const frame = createRoute({
  getParentRoute: () => shell,
  id: 'activity-frame',
  component: lazyRouteComponent(() => import('../activity/activity-frame.tsx'), 'ActivityFrame'),
})

const events = createRoute({
  getParentRoute: () => frame,
  path: '/activity',
  validateSearch: eventSearch,
  component: lazyRouteComponent(() => import('../activity/events-page.tsx'), 'EventsPage'),
})

const streams = createRoute({
  getParentRoute: () => frame,
  path: '/activity/streams',
  component: lazyRouteComponent(() => import('../activity/streams-page.tsx'), 'StreamsPage'),
})

const publish = createRoute({
  getParentRoute: () => frame,
  path: '/activity/publish',
  validateSearch: publishSearch,
  component: lazyRouteComponent(() => import('../activity/publish-page.tsx'), 'PublishPage'),
})

const consumers = createRoute({
  getParentRoute: () => frame,
  path: '/activity/consumers',
  component: lazyRouteComponent(() => import('../activity/consumers-page.tsx'), 'ConsumersPage'),
})

const replay = createRoute({
  getParentRoute: () => frame,
  path: '/activity/replay',
  component: lazyRouteComponent(() => import('../activity/replay-page.tsx'), 'ReplayPage'),
})

const integrity = createRoute({
  getParentRoute: () => frame,
  path: '/activity/integrity',
  component: lazyRouteComponent(() => import('../activity/integrity-page.tsx'), 'IntegrityPage'),
})

const event = createRoute({
  getParentRoute: () => shell,
  path: '/activity/events/$id',
  component: lazyRouteComponent(() => import('../activity/event-page.tsx'), 'EventPage'),
  // Pointing at a row is enough to fetch what a click will show.
  loader: ({ params }) => void queryClient.prefetchQuery(eventQuery(params.id)),
})

export const activity = [frame.addChildren([events, streams, publish, consumers, replay, integrity]), event] as const
