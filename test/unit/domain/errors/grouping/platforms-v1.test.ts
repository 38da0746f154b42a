import { describe, expect, it } from 'vitest'
import type { Frame, NormalizedEvent } from '../../../../../contract/occurrences.ts'
import { event, failure, hashesOf, joins } from './event.ts'

import {
  aspnet,
  browser,
  cocoa,
  cpp,
  django,
  express,
  go,
  laravel,
  nextjs,
  rails,
  rust,
  shifted,
  spring,
} from './traces.ts'

interface Trio {
  /** One bug seen twice, with everything different that a deploy, an id or another user makes different. */
  same: [NormalizedEvent, NormalizedEvent]
  /** A bug that looks like it and is another. */
  other: NormalizedEvent
}

const TRIOS: Record<string, Trio> = {
  'Python: lines and ids': {
    same: [
      failure('python', { type: 'DoesNotExist', value: 'Order 12 not found' }, django('show', 'order = Order.get(id)')),
      failure(
        'python',
        { type: 'DoesNotExist', value: 'Order 99 not found' },
        shifted(django('show', '  order = Order.get(id)'), 7),
      ),
    ],
    other: failure(
      'python',
      { type: 'DoesNotExist', value: 'Order 12 not found' },
      django('cancel', 'order = Order.get(id)'),
    ),
  },
  'Python: depth of recursion': {
    same: [
      failure('python', { type: 'RecursionError' }, [
        ...django('tree', 'walk(x)'),
        ...new Array<Frame>(40).fill({ module: 'orders.tree', function: 'walk', lineno: 4, in_app: true }),
      ]),
      failure('python', { type: 'RecursionError' }, [
        ...django('tree', 'walk(x)'),
        ...new Array<Frame>(90).fill({ module: 'orders.tree', function: 'walk', lineno: 4, in_app: true }),
      ]),
    ],
    other: failure('python', { type: 'RecursionError' }, [
      ...django('tree', 'walk(x)'),
      { module: 'orders.list', function: 'walk', in_app: true },
    ]),
  },
  'JavaScript: another bundle, other columns': {
    same: [
      failure(
        'javascript',
        { type: 'TypeError', value: 'x is undefined' },
        browser('index-DGh4_kLa.js', ['HTMLButtonElement.onclick', 'Cart.save']),
      ),
      failure(
        'javascript',
        { type: 'TypeError', value: 'x is undefined' },
        shifted(browser('index-Zz91kQpX.js', ['onclick', 'save']), 300),
      ),
    ],
    other: failure(
      'javascript',
      { type: 'TypeError', value: 'x is undefined' },
      browser('index-DGh4_kLa.js', ['HTMLButtonElement.onclick', 'Cart.load']),
    ),
  },
  'JavaScript: without stack trace': {
    same: [
      failure('javascript', {
        type: 'Error',
        value: 'Request 8f14e45f-ceea-467f-a0e6-1d2b3c4d5e6f to https://api.example/a?b=1 took 120ms',
      }),
      failure('javascript', {
        type: 'Error',
        value: 'Request 45c48cce-2e2d-4fbd-9a3b-aabbccddeeff to https://api.example/c?d=2 took 5ms',
      }),
    ],
    other: failure('javascript', {
      type: 'Error',
      value: 'Answer 45c48cce-2e2d-4fbd-9a3b-aabbccddeeff to https://api.example/c took 5ms',
    }),
  },
  'Next.js: digests in file names': {
    same: [
      failure('node', { type: 'Error', value: 'no' }, nextjs('main-3b9c8f7e6d5a4f21.js', 'getCart')),
      failure('node', { type: 'Error', value: 'no' }, nextjs('main-0011aabbccddeeff.js', 'getCart')),
    ],
    other: failure('node', { type: 'Error', value: 'no' }, nextjs('main-3b9c8f7e6d5a4f21.js', 'getUser')),
  },
  'Node: another release directory': {
    same: [
      failure('node', { type: 'Error', value: 'a' }, express('    await db.save(cart)', 'releases/20260101')),
      failure('node', { type: 'Error', value: 'b' }, shifted(express('await db.save(cart)', 'releases/20260202'), 3)),
    ],
    other: failure('node', { type: 'Error', value: 'a' }, express('    await db.load(cart)', 'releases/20260101')),
  },
  'Node: a captured message that came with a stack trace': {
    same: [
      event({
        platform: 'node',
        level: 'info',
        logentry: { formatted: 'paid 12' },
        exception: {
          values: [{ value: 'paid 12', mechanism: { synthetic: true }, stacktrace: { frames: express('say()', 'a') } }],
        },
      }),
      event({
        platform: 'node',
        level: 'info',
        logentry: { formatted: 'paid 13' },
        exception: {
          values: [{ value: 'paid 13', mechanism: { synthetic: true }, stacktrace: { frames: express('say()', 'b') } }],
        },
      }),
    ],
    other: event({
      platform: 'node',
      level: 'info',
      logentry: { formatted: 'paid 12' },
      exception: {
        values: [{ value: 'paid 12', mechanism: { synthetic: true }, stacktrace: { frames: express('tell()', 'a') } }],
      },
    }),
  },
  'Java: proxies and lambdas of another process': {
    same: [
      failure('java', { type: 'IllegalStateException', value: 'order 1', module: 'java.lang' }, spring('0', 'place')),
      failure(
        'java',
        { type: 'IllegalStateException', value: 'order 2', module: 'java.lang' },
        shifted(spring('17', 'place'), 5),
      ),
    ],
    other: failure(
      'java',
      { type: 'IllegalStateException', value: 'order 1', module: 'java.lang' },
      spring('0', 'cancel'),
    ),
  },
  'Go: another directory': {
    same: [
      failure(
        'go',
        { type: '*errors.errorString', value: 'dial tcp 10.0.0.7:5432: connect: refused' },
        go('/build/1', '(*Cart).Save'),
      ),
      failure(
        'go',
        { type: '*errors.errorString', value: 'dial tcp 10.0.0.8:5432: connect: refused' },
        shifted(go('/build/2', '(*Cart).Save'), 9),
      ),
    ],
    other: failure(
      'go',
      { type: '*errors.errorString', value: 'dial tcp 10.0.0.7:5432: connect: refused' },
      go('/build/1', '(*Cart).Load'),
    ),
  },
  'Ruby: numbered templates': {
    same: [
      failure('ruby', { type: 'Empty', value: 'cart 1' }, rails('1234567890_45678', 'block in total')),
      failure(
        'ruby',
        { type: 'Empty', value: 'cart 2' },
        shifted(rails('9876543210_12345', 'block (2 levels) in total'), 2),
      ),
    ],
    other: failure('ruby', { type: 'Empty', value: 'cart 1' }, rails('1234567890_45678', 'taxes')),
  },
  'PHP: compiled views and anonymous classes': {
    same: [
      failure(
        'php',
        { type: 'Shop\\Empty', value: 'cart 1' },
        laravel('0a'.repeat(20), '/var/www/app/Cart.php:12$0', 'total'),
      ),
      failure(
        'php',
        { type: 'Shop\\Empty', value: 'cart 2' },
        shifted(laravel('1b'.repeat(20), '/var/www/app/Cart.php:19$1f', 'total'), 7),
      ),
    ],
    other: failure(
      'php',
      { type: 'Shop\\Empty', value: 'cart 1' },
      laravel('0a'.repeat(20), '/var/www/app/Cart.php:12$0', 'taxes'),
    ),
  },
  '.NET: ordinals of the compiler': {
    same: [
      failure('csharp', { type: 'System.InvalidOperationException', value: 'cart 1' }, aspnet(3, 'Save')),
      failure('csharp', { type: 'System.InvalidOperationException', value: 'cart 2' }, shifted(aspnet(4, 'Save'), 8)),
    ],
    other: failure('csharp', { type: 'System.InvalidOperationException', value: 'cart 1' }, aspnet(3, 'Load')),
  },
  'Rust: another build': {
    same: [
      failure('native', { type: 'panic', value: 'called on a None' }, rust('0123456789abcdef', '0x55a1', 'save')),
      failure(
        'native',
        { type: 'panic', value: 'called on a None' },
        shifted(rust('fedcba9876543210', '0x7ff2', 'save'), 4),
      ),
    ],
    other: failure('native', { type: 'panic', value: 'called on a None' }, rust('0123456789abcdef', '0x55a1', 'load')),
  },
  'Swift and Objective-C: addresses': {
    same: [
      failure(
        'cocoa',
        { type: 'NSError', value: 'a', mechanism: { meta: { ns_error: { domain: 'Shop', code: 3 } } } },
        cocoa('0x1', 'closure #1 in Cart.save()'),
      ),
      failure(
        'cocoa',
        { type: 'NSError', value: 'b', mechanism: { meta: { ns_error: { domain: 'Shop', code: 3 } } } },
        cocoa('0x2', 'closure #2 in Cart.save()'),
      ),
    ],
    other: failure(
      'cocoa',
      { type: 'NSError', value: 'a', mechanism: { meta: { ns_error: { domain: 'Shop', code: 4 } } } },
      cocoa('0x1', 'closure #1 in Cart.save()'),
    ),
  },
  'C++: template arguments': {
    same: [
      failure('native', { type: 'SIGABRT', value: 'at 0x7f00' }, cpp('int', 'save')),
      failure('native', { type: 'SIGABRT', value: 'at 0x7f11' }, cpp('std::map<int, A<B>>', 'save')),
    ],
    other: failure('native', { type: 'SIGABRT', value: 'at 0x7f00' }, cpp('int', 'load')),
  },
  'messages with ids': {
    same: [
      event({ platform: 'elixir', logentry: { formatted: 'GenServer #PID<0.123.0> terminating, order 5' } }),
      event({ platform: 'elixir', logentry: { formatted: 'GenServer #PID<0.98123.0> terminating, order 77' } }),
    ],
    other: event({ platform: 'elixir', logentry: { formatted: 'Task #PID<0.123.0> terminating, order 5' } }),
  },
}

describe.each(Object.entries(TRIOS))('%s', (_what, { same, other }) => {
  it('is one issue', () => {
    expect(joins(same[0], same[1])).toBe(true)
    expect(joins(same[1], same[0])).toBe(true)
  })

  it('is not another one', () => {
    expect(joins(same[0], other)).toBe(false)
    expect(hashesOf(other).length).toBeGreaterThan(0)
  })
})
