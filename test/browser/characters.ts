/** One kind of error of the story: what it is, and how often, for whom and when it happens. */
export interface Character {
  app: string
  platform: string
  count: number
  people: number
  /** 1 is evenly over the day; more is later. */
  lately: number
  /** Seconds since the last one. */
  quiet: number
  /** Where in its ups and downs it stands now. */
  phase: number
  level?: string
  environment: string
  releases: string[]
  tags: Record<string, string[]>
  exception?: { values: object[] }
  more?: Record<string, unknown>
}

const WEB = {
  app: 'Ticket shop',
  platform: 'javascript',
  environment: 'production',
  releases: ['shop@4.11.2', 'shop@4.12.0'],
}
const OFFICE = {
  app: 'Box office',
  platform: 'python',
  environment: 'production',
  releases: ['office@2.7.1', 'office@2.8.0'],
}
const PAY = { app: 'Payments', platform: 'java', environment: 'production', releases: ['pay@1.31.0'] }
const BROWSERS = {
  browser: ['Chrome 155', 'Safari 26', 'Firefox 149', 'Chrome 155'],
  page: ['/events/412/seats', '/checkout'],
}

const one = (
  type: string,
  value: string,
  frames: object[],
  mechanism: object = { type: 'generic', handled: false },
) => ({
  values: [{ type, value, mechanism, stacktrace: { frames } }],
})

const script = (name: string, file: string, lineno: number, line: string) => ({
  function: name,
  filename: `app:///assets/${file}`,
  abs_path: `https://shop.example/assets/${file}`,
  lineno,
  colno: 17,
  context_line: line,
  in_app: true,
})

const module = (name: string, path: string, lineno: number, line: string, more: object = {}) => ({
  function: name,
  filename: `${path}.py`,
  module: path.replaceAll('/', '.'),
  lineno,
  context_line: line,
  in_app: !path.startsWith('django'),
  ...more,
})

const method = (type: string, name: string, lineno: number) => ({
  function: name,
  module: type,
  filename: `${type.split('.').at(-1)}.java`,
  lineno,
  in_app: type.startsWith('example'),
})

const SEAT_TAKEN = {
  values: [
    {
      type: 'IntegrityError',
      module: 'django.db.utils',
      value: 'UNIQUE constraint failed: holds.event_id, holds.seat',
      mechanism: { type: 'chained', handled: true, exception_id: 1, parent_id: 0 },
      stacktrace: {
        frames: [
          module('place_hold', 'office/holds', 88, '    Hold.objects.create(event=event, seat=seat, buyer=buyer)', {
            pre_context: [
              'def place_hold(event, seat, buyer):',
              '    """One live hold for a seat, whatever happens."""',
            ],
            post_context: ['    publish(HoldPlaced(event.id, seat))', ''],
          }),
          module('execute', 'django/db/backends/sqlite3/base', 360, '        return super().execute(query, params)'),
        ],
      },
    },
    {
      type: 'SeatTakenError',
      module: 'office.errors',
      value: 'Seat B-14 of “Winterreise, 12 December” was taken by someone else',
      mechanism: { type: 'django', handled: false, exception_id: 0 },
      stacktrace: {
        frames: [
          module('inner', 'django/core/handlers/exception', 55, '        response = get_response(request)'),
          module(
            '_get_response',
            'django/core/handlers/base',
            197,
            '            response = wrapped_callback(request, *args)',
          ),
          module(
            'checkout',
            'office/views/checkout',
            41,
            '        reservation = reserve_seat(event, basket.seat, request.user)',
            {
              pre_context: [
                '    basket = Basket.of(request)',
                '    event = get_object_or_404(Event, pk=event_id)',
                '    if not basket.is_empty:',
              ],
              post_context: [
                '        return redirect(reservation.payment_url())',
                '    return render(request, "empty.html")',
              ],
            },
          ),
          module('reserve_seat', 'office/reservations', 112, '        raise SeatTakenError(event, seat) from error', {
            pre_context: [
              '    try:',
              '        return place_hold(event, seat, buyer)',
              '    except IntegrityError as error:',
            ],
            post_context: ['    finally:', '        metrics.count("reservation.tried")'],
            vars: {
              seat: "'B-14'",
              event: '<Event: Winterreise, 12 December>',
              buyer: '<User: visitor3@example.com>',
              tries: 2,
            },
          }),
        ],
      },
    },
  ],
}

const SEAT_TAKEN_MORE = {
  transaction: '/events/{event_id}/checkout',
  server_name: 'office-7c9d-2',
  request: {
    method: 'POST',
    url: 'https://tickets.example/events/412/checkout',
    headers: { Accept: 'text/html', 'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64) Chrome/155.0' },
    data: { seat: 'B-14', quantity: 1 },
  },
  contexts: {
    runtime: { name: 'CPython', version: '3.13.1' },
    os: { name: 'Linux', version: '6.12' },
    browser: { name: 'Chrome', version: '155' },
  },
  breadcrumbs: [
    {
      timestamp: '2027-01-01T18:00:00Z',
      category: 'http',
      message: 'GET /events/412',
      level: 'info',
      type: 'http',
      data: { status_code: 200 },
    },
    {
      timestamp: '2027-01-01T18:00:04Z',
      category: 'query',
      message: 'SELECT seat, status FROM seats WHERE event_id = 412',
      level: 'info',
    },
    { timestamp: '2027-01-01T18:00:09Z', category: 'basket', message: 'B-14 put into the basket', level: 'info' },
    { timestamp: '2027-01-01T18:00:41Z', category: 'query', message: 'INSERT INTO holds …', level: 'warning' },
  ],
}

export const CHARACTERS: Character[] = [
  {
    ...OFFICE,
    count: 164,
    people: 61,
    lately: 2.4,
    quiet: 4,
    phase: 0.3,
    tags: { 'event.name': ['Winterreise', 'Der Freischütz'], hall: ['Great hall'] },
    exception: SEAT_TAKEN,
    more: SEAT_TAKEN_MORE,
  },
  {
    ...WEB,
    count: 212,
    people: 143,
    lately: 1,
    quiet: 31,
    phase: 1.2,
    tags: BROWSERS,
    exception: one('TypeError', "Cannot read properties of undefined (reading 'price')", [
      script('renderBasket', 'basket.js', 204, '  const total = items.map((item) => item.offer.price)'),
      script('priceOf', 'price.js', 31, '  return offer.price.amount'),
    ]),
  },
  {
    ...WEB,
    count: 97,
    people: 80,
    lately: 1.4,
    quiet: 220,
    phase: 4,
    tags: BROWSERS,
    exception: one('ChunkLoadError', 'Loading chunk 412 failed (timeout: /assets/seat-map.js)', [
      script('loadSeatMap', 'router.js', 77, "  const map = await import('./seat-map.js')"),
    ]),
  },
  {
    ...PAY,
    count: 43,
    people: 38,
    lately: 3,
    quiet: 660,
    phase: 2.2,
    level: 'fatal',
    tags: { provider: ['stripe'], currency: ['EUR', 'CHF'] },
    exception: one(
      'PaymentTimeoutException',
      'No answer from the provider within 10 s; intent pi_3QK left unresolved',
      [
        method('java.util.concurrent.FutureTask', 'get', 204),
        method('example.payments.StripeGateway', 'confirm', 118),
        method('example.payments.Checkout', 'settle', 61),
      ],
    ),
  },
  {
    ...PAY,
    count: 12,
    people: 12,
    lately: 1,
    quiet: 8400,
    phase: 3,
    tags: { provider: ['stripe'] },
    exception: one(
      'IllegalStateException',
      'Refund exceeds what was captured',
      [method('example.payments.Refunds', 'refund', 92)],
      { type: 'generic', handled: true },
    ),
  },
  {
    ...WEB,
    count: 58,
    people: 51,
    lately: 0.8,
    quiet: 1500,
    phase: 5,
    level: 'warning',
    tags: BROWSERS,
    more: { message: 'Seat map took longer than 4 s to draw', logger: 'seat-map' },
  },
  {
    ...OFFICE,
    count: 31,
    people: 6,
    lately: 1.8,
    quiet: 2900,
    phase: 0.9,
    tags: { hall: ['Great hall', 'Studio'] },
    exception: one('KeyError', "'accessible'", [
      module('best_available', 'office/seats', 203, '    wheelchair = plan.categories["accessible"]'),
    ]),
  },
  {
    ...OFFICE,
    count: 9,
    people: 2,
    lately: 1,
    quiet: 30000,
    phase: 2,
    tags: { job: ['nightly-report'] },
    exception: one('MemoryError', 'Report of 41,233 bookings does not fit', [
      module('render_report', 'office/reports', 57, '    rows = list(bookings.iterator())'),
    ]),
  },
  {
    ...WEB,
    count: 74,
    people: 70,
    lately: 1.1,
    quiet: 95,
    phase: 3.6,
    tags: BROWSERS,
    exception: one('NetworkError', 'The live connection of event 412 was refused', [
      script('openLive', 'live.js', 18, '  const socket = new WebSocket(url)'),
    ]),
  },
  {
    ...PAY,
    count: 5,
    people: 5,
    lately: 2,
    quiet: 5200,
    phase: 1,
    level: 'info',
    tags: { provider: ['stripe'] },
    more: { message: 'Webhook arrived twice; the second was ignored', logger: 'webhooks' },
  },
  {
    ...OFFICE,
    count: 22,
    people: 19,
    lately: 4,
    quiet: 1100,
    phase: 2.7,
    tags: { mail: ['confirmation'] },
    exception: one(
      'SMTPRecipientsRefused',
      '550 5.1.1 mailbox unavailable',
      [module('send_confirmation', 'office/mail', 74, '    connection.send_messages([message])')],
      { type: 'celery', handled: false },
    ),
  },
  {
    ...WEB,
    count: 3,
    people: 3,
    lately: 6,
    quiet: 3900,
    phase: 0,
    tags: BROWSERS,
    exception: one('RangeError', 'Invalid time zone specified: Europe/Kyiv', [
      script('formatStart', 'dates.js', 12, '  return new Intl.DateTimeFormat(language, { timeZone })'),
    ]),
  },
]
