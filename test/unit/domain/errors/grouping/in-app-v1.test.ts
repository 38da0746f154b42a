import { describe, expect, it } from 'vitest'
import type { Frame } from '../../../../../contract/occurrences.ts'
import { markInApp } from '../../../../../domain/errors/grouping/in-app-v1.ts'
import { event, failure } from './event.ts'

function marked(platform: string, frames: Frame[]): (boolean | undefined)[] {
  const given = failure(platform, { type: 'E' }, structuredClone(frames))
  markInApp(given)
  return given.exception?.values[0]?.stacktrace?.frames.map((frame) => frame.in_app) ?? []
}

const path = (abs_path: string): Frame => ({ abs_path })
const module = (name: string): Frame => ({ module: name })
const fn = (name: string): Frame => ({ function: name })
const image = (name: string): Frame => ({ package: name })

const OWN: Record<string, Frame[]> = {
  javascript: [path('https://shop.example/assets/app.js'), path('app:///main.js'), path('webpack:///./src/cart.ts')],
  node: [path('/srv/app/dist/server.js'), path('file:///srv/app/server.mjs')],
  python: [path('/srv/app/orders/views.py'), path('C:\\app\\views.py'), path('/home/me/lib/tools.py')],
  java: [module('com.acme.shop.Cart'), module('javafx.Shop')],
  kotlin: [module('shop.CartKt')],
  go: [
    { module: 'main' },
    { module: 'github.com/acme/shop/cart', abs_path: '/src/shop/cart.go' },
    { module: 'network/http' },
  ],
  ruby: [path('/srv/app/models/cart.rb')],
  php: [path('/var/www/src/Cart.php')],
  csharp: [module('Shop.Cart'), module('SystemShop.Cart')],
  native: [{ package: '/srv/shop', function: 'shop::save' }, image('/Users/me/Shop.app/Contents/MacOS/Shop')],
  elixir: [path('lib/shop/cart.ex')],
}

const FOREIGN: Record<string, Frame[]> = {
  javascript: [
    path('https://shop.example/node_modules/react/index.js'),
    path('chrome-extension://abcdef/content.js'),
    path('moz-extension://abcdef/content.js'),
    path('https://cdn.jsdelivr.net/npm/vue'),
    path('https://unpkg.com/vue'),
    path('<anonymous>'),
  ],
  node: [
    path('node:internal/process/task_queues'),
    path('node:fs'),
    path('/srv/app/node_modules/pg/lib/client.js'),
    fn('processTicksAndRejections'),
  ],
  python: [
    path('/usr/local/lib/python3.12/site-packages/django/core/handlers/base.py'),
    path('/srv/app/.venv/lib/python3.12/site-packages/flask/app.py'),
    path('/usr/lib/python3/dist-packages/yaml/__init__.py'),
    path('/usr/lib/python3.12/json/decoder.py'),
    path('/home/me/.pyenv/versions/3.12.1/lib/python3.12/json/decoder.py'),
    path('C:\\Python312\\Lib\\json\\decoder.py'),
    path('<frozen importlib._bootstrap>'),
  ],
  java: [
    'java.util.ArrayList',
    'javax.servlet.Filter',
    'jdk.internal.reflect.X',
    'sun.reflect.X',
    'org.springframework.web.X',
    'kotlin.Result',
  ].map(module),
  kotlin: [module('kotlinx.coroutines.Job'), module('androidx.fragment.app.Fragment')],
  go: [
    { module: 'net/http', abs_path: '/usr/local/go/src/net/http/server.go' },
    module('runtime'),
    path('/go/pkg/mod/github.com/gin-gonic/gin@v1.9.1/context.go'),
    path('github.com/gin-gonic/gin@v1.9.1/context.go'),
    path('/src/shop/vendor/github.com/x/y.go'),
  ],
  ruby: [
    path('/usr/local/bundle/gems/rails-7.1.0/lib/rails.rb'),
    path('/usr/local/lib/ruby/3.3.0/json.rb'),
    path('<internal:kernel>'),
  ],
  php: [path('/var/www/vendor/laravel/framework/src/Illuminate/Routing/Router.php'), path('[internal]')],
  csharp: [
    module('System.Linq.Enumerable'),
    module('Microsoft.AspNetCore.Mvc.Controller'),
    module('Newtonsoft.Json.JsonConvert'),
  ],
  native: [
    image('/usr/lib/x86_64-linux-gnu/libc.so.6'),
    image('libsystem_kernel.dylib'),
    image('UIKitCore'),
    image('C:\\Windows\\System32\\ntdll.dll'),
    fn('std::panicking::begin_panic'),
    fn('core::option::unwrap_failed'),
    path('/rustc/90b35a6/library/core/src/panicking.rs'),
    path('/root/.cargo/registry/src/index/tokio-1.0/src/runtime.rs'),
  ],
  elixir: [path('deps/plug/lib/plug.ex')],
}

const cases = (table: Record<string, Frame[]>) =>
  Object.entries(table).flatMap(([platform, frames]) =>
    frames.map((frame) => [platform, JSON.stringify(frame), frame] as const),
  )

describe('a frame the SDK left undecided', () => {
  it.each(cases(OWN))('%s: %s is the program', (platform, _shown, frame) => {
    expect(marked(platform, [frame])).toEqual([true])
  })

  it.each(cases(FOREIGN))('%s: %s is not the program', (platform, _shown, frame) => {
    expect(marked(platform, [frame])).toEqual([false])
  })

  it('is not the program where the SDK marked others that are', () => {
    expect(marked('python', [{ function: 'f' }, { function: 'g', in_app: true }])).toEqual([false, true])
  })
})

describe('what the SDK decided', () => {
  it('stands when it is false', () => {
    expect(marked('python', [{ abs_path: '/srv/app/a.py', in_app: false }])).toEqual([false])
  })

  const CASES: [platform: string, frame: Frame, expected: boolean][] = [
    ['node', path('/srv/node_modules/pg/client.js'), false],
    ['javascript', path('chrome-extension://abc/x.js'), false],
    ['go', path('/go/pkg/mod/github.com/x/y@v1.0.0/z.go'), false],
    ['php', path('/var/www/vendor/x/y.php'), false],
    ['csharp', module('System.Linq.Enumerable'), false],
    ['python', path('/usr/lib/python3.12/json/decoder.py'), false],
    ['java', module('java.util.ArrayList'), false],
    ['python', path('/venv/lib/python3.12/site-packages/acme/cart.py'), true],
    ['java', module('org.apache.acme.Cart'), true],
  ]
  it.each(CASES)('%s: true on %j becomes %s', (platform, frame, expected) => {
    expect(marked(platform, [{ ...frame, in_app: true }])).toEqual([expected])
  })
})

describe('every stack trace of an event', () => {
  it('is marked: of exceptions, threads and the event itself', () => {
    const trace = () => ({ frames: [{ function: 'f' } as Frame] })
    const given = event({
      stacktrace: trace(),
      exception: { values: [{ stacktrace: trace() }, {}] },
      threads: { values: [{ stacktrace: trace() }, {}] },
    })
    markInApp(given)
    expect(given.stacktrace?.frames[0]?.in_app).toBe(true)
    expect(given.exception?.values[0]?.stacktrace?.frames[0]?.in_app).toBe(true)
    expect(given.threads?.values[0]?.stacktrace?.frames[0]?.in_app).toBe(true)
  })

  it('a frame of another platform follows that platform', () => {
    expect(
      marked('native', [
        { platform: 'java', module: 'java.util.A' },
        { platform: 'java', module: 'shop.A' },
      ]),
    ).toEqual([false, true])
  })
})
