import { describe, expect, it } from 'vitest'
import type { Frame } from '../../../../../contract/occurrences.ts'
import { contributingText } from '../../../../../domain/errors/grouping/component-v1.ts'
import { frameComponent } from '../../../../../domain/errors/grouping/frames-v1.ts'
import { failure, hashesOf, joins, md5 } from './event.ts'

type Case = [what: string, frame: Frame, hashed: string]

function table(platform: string, cases: Case[]): void {
  it.each(cases)(`${platform}: %s`, (_what, frame, hashed) => {
    expect(contributingText(frameComponent(frame, platform))).toBe(hashed)
  })
}

describe('any platform', () => {
  table('other', [
    ['base name in lower case', { filename: 'src/Views.X', function: 'f' }, 'views.xf'],
    ['Windows paths', { filename: 'C:\\app\\Main.x' }, 'main.x'],
    ['module instead of file name', { filename: 'a.x', module: 'shop.a', function: 'f' }, 'shop.af'],
    ['no lines, columns, variables', { function: 'f', lineno: 1, colno: 2, vars: { a: 1 } }, 'f'],
    ['no context line', { function: 'f', context_line: 'f()' }, 'f'],
    ['raw function where there is no other', { raw_function: 'g' }, 'g'],
    ['nothing', {}, ''],
  ])

  it('a frame may be of another platform than its event', () => {
    expect(contributingText(frameComponent({ platform: 'python', function: 'f', context_line: 'x' }, 'native'))).toBe(
      'fx',
    )
  })
})

describe('Python', () => {
  table('python', [
    ['context line with its blanks collapsed', { function: 'f', context_line: '\treturn  x + 1 ' }, 'freturn x + 1'],
    ['no long context line', { function: 'f', context_line: 'x'.repeat(121) }, 'f'],
    ['notebook cells', { filename: '<ipython-input-12-0a1b2c3d>', function: 'f' }, '<ipython-input>f'],
  ])
})

describe('JavaScript', () => {
  const url = 'https://shop.example/assets/app.js'
  table('javascript', [
    ['no file name from a URL', { abs_path: url, filename: '/assets/app.js', function: 'save' }, 'save'],
    [
      'no file name from a blob',
      { abs_path: 'blob:https://shop.example/1-2', filename: '1-2', function: 'save' },
      'save',
    ],
    ['file name of a URL that is not given as path', { filename: url, function: 'save' }, 'save'],
    ['webpack digest', { filename: 'app:///_next/static/main-3b9c8f7e6d5a4f21.js', function: 'f' }, 'main-<hash>.jsf'],
    ['Vite digest', { filename: 'app:///assets/index-DGh4_kLa.js' }, 'index-<hash>.js'],
    ['a name of eight letters is no digest', { filename: 'src/my-HomePage.js' }, 'my-homepage.js'],
    ['version', { filename: 'lib/jquery-3.6.0.min.js?v=3' }, 'jquery-<version>.min.js'],
    ['type before the method', { function: 'Object.Cart.save' }, 'save'],
    ['alias behind the method', { function: 'Layer.handle [as handle_request]' }, 'handle'],
    ['Safari async', { function: 'async*save' }, 'save'],
    ['function without name', { filename: 'a.js', function: 'Object.<anonymous>' }, 'a.js'],
    ['Firefox inner function', { filename: 'a.js', function: 'save/<' }, 'a.js'],
    ['question mark', { filename: 'a.js', function: '?' }, 'a.js'],
    ['eval', { filename: 'a.js', function: 'eval' }, ''],
    ['native code', { abs_path: '[native code]', filename: '[native code]', function: 'forEach' }, ''],
    ['function and line', { function: 'save', context_line: ' go() ' }, 'savego()'],
    [
      'line before a name from a source map',
      { function: 'save', context_line: 'go()', data: { sourcemap: 'x.map' } },
      'go()',
    ],
    ['name from a source map without line', { function: 'save', data: { sourcemap: 'x.map' } }, 'save'],
    ['line of a URL only with a function', { abs_path: url, context_line: 'go()' }, ''],
    ['module that repeats the path', { abs_path: 'https://x/a/b', module: 'a/b', function: 'f' }, 'f'],
    ['module', { abs_path: '/srv/app.js', filename: '/srv/app.js', module: 'shop:app', function: 'f' }, 'shop:appf'],
  ])
})

describe('JVM', () => {
  const module = (name: string): Frame => ({ module: name, function: 'run' })
  for (const platform of ['java', 'kotlin', 'groovy']) {
    table(platform, [
      ['plain class', module('shop.Cart'), 'shop.Cartrun'],
      ['CGLIB', module('shop.Cart$$EnhancerBySpringCGLIB$$ae46b1bf'), 'shop.Cart$$EnhancerBySpringCGLIB$$<auto>run'],
      ['Spring 6', module('shop.Cart$$SpringCGLIB$$0'), 'shop.Cart$$SpringCGLIB$$<auto>run'],
      ['Guice', module('shop.Cart$$EnhancerByGuice$$ae46b1bf'), 'shop.Cart$$EnhancerByGuice$$<auto>run'],
      ['Hibernate', module('shop.User$HibernateProxy$oRWxjAWT'), 'shop.User$HibernateProxy$<auto>run'],
      ['Javassist', module('shop.Cart_$$_javassist_seam_74'), 'shop.Cart_$$_javassist<auto>run'],
      [
        'reflection',
        module('jdk.internal.reflect.GeneratedMethodAccessor12'),
        'jdk.internal.reflect.GeneratedMethodAccessor<auto>run',
      ],
      ['proxy', module('com.sun.proxy.$Proxy123'), 'com.sun.proxy.$Proxy<auto>run'],
      ['hidden class', module('java.lang.invoke.LambdaForm$MH/0x00007f1234'), 'java.lang.invoke.LambdaForm$MHrun'],
      ['Clojure', module('shop.core$fn__1234'), 'shop.core$fn__<auto>run'],
      ['lambda class', { ...module('shop.Cart$$Lambda$14/0x0800c'), filename: 'Cart.java' }, 'cart.javarun'],
      ['lambda method', { module: 'shop.Cart', function: 'lambda$total$3' }, 'shop.Cart'],
      ['Javassist file', { filename: 'Cart_$$_javassist_seam_74.java' }, 'cart_$$_javassist<auto>.java'],
    ])
  }
})

describe('Go, Ruby, PHP', () => {
  table('go', [
    ['package and method', { module: 'shop/cart', function: '(*Cart).Save.func1' }, 'shop/cart(*Cart).Save.func1'],
  ])
  table('ruby', [
    ['blocks', { filename: 'cart.rb', function: 'block (2 levels) in save' }, 'cart.rbblock'],
    ['ERB', { filename: 's.erb', function: '_app_views_show_erb__1234567890_45678' }, 's.erb_app_views_show_erb'],
    [
      'ERB with a negative hash',
      { filename: 's.erb', function: '_app_views_show_erb___7234567_98765' },
      's.erb_app_views_show_erb',
    ],
    ['line', { function: 'save', context_line: '  raise "x"' }, 'saveraise "x"'],
  ])
  table('php', [
    ['method of an anonymous class', { function: 'class@anonymous\u0000/srv/a.php:3$0::save' }, 'save'],
    ['anonymous class', { filename: 'a.php', function: 'class@anonymous\u0000/srv/a.php' }, 'a.php'],
    ['closure of PHP 8.4', { function: '{closure:Shop\\Cart::save():123}' }, '{closure:Shop\\Cart::save()}'],
    ['Twig', { function: `__TwigTemplate_${'0a'.repeat(16)}::doDisplay` }, '__TwigTemplate_<hash>::doDisplay'],
    ['compiled view', { filename: `views/${'0a'.repeat(20)}.php` }, '<hash>.php'],
  ])
})

describe('.NET', () => {
  table('csharp', [
    ['raw name first', { function: 'Save', raw_function: 'Shop.Cart.Save (int x)' }, 'Shop.Cart.Save'],
    ['async state machine', { module: 'Shop.Cart+<Save>d__12', function: 'MoveNext' }, 'Shop.Cart+<Save>d__MoveNext'],
    [
      'lambda',
      { module: 'Shop.Cart+<>c__DisplayClass3_0', function: '<Save>b__1' },
      'Shop.Cart+<>c__DisplayClass_0<Save>b__',
    ],
    ['local function', { function: '<Save>g__Check|12_0' }, '<Save>g__Check|0'],
  ])
})

describe('native', () => {
  const named = (name: string): Frame => ({ function: name, instruction_addr: '0x1', package: '/srv/shop' })
  const NAMES: [string, string][] = [
    ['static std::unique_ptr<A<int>> ns::Cart<T>::save(int, B<C> const&) const', 'ns::Cart<T>::save'],
    ['shop::cart::save::h0123456789abcdef', 'shop::cart::save'],
    ['<alloc::boxed::Box<F> as core::ops::FnOnce<A>>::call_once', 'alloc::boxed::Box<T>::call_once'],
    ['<T as core::convert::Into<U>>::into', 'core::convert::Into<T>::into'],
    ['shop::main::{{closure}}', 'shop::main::{{closure}}'],
    ['-[Cart save:]', '-[Cart save:]'],
    ['closure #1 in Cart.save()', 'closure in Cart.save'],
    ['@objc Cart.save(_:) -> ()', 'Cart.save'],
    ['Cart.load(_: Swift.String) throws -> Swift.Int', 'Cart.load'],
    ['bool ns::operator<(A const&, B const&)', 'ns::operator<'],
    ['main::$_0::operator()(int) const', 'main::lambda::operator()'],
    ['std::ostream& operator<< <char>(std::ostream&, char const*)', 'operator<<<T>'],
    ['(anonymous namespace)::Cart::save(int)', '`anonymous-namespace`::Cart::save'],
    ['_save@12', '_save'],
    ['memcpy@@GLIBC_2.14', 'memcpy'],
    ['save(int) [clone .isra.0]', 'save'],
    ['save.cold.1', 'save'],
    ['save(int', 'save(int'],
  ]
  table(
    'native',
    NAMES.map(([name, hashed]): Case => [name, named(name), hashed]),
  )
  table('cocoa', [
    ['a name the SDK trimmed stands', { function: 'save(x)', raw_function: 'void save(int)' }, 'save(x)'],
    ['unknown', { function: '<redacted>' }, ''],
  ])
})

describe('frames between frames', () => {
  const py = (name: string, lineno = 1): Frame => ({ filename: 'a.py', function: name, lineno, in_app: true })

  it('recursion counts once, whatever its depth', () => {
    const deep = (times: number) =>
      failure('python', { type: 'RecursionError' }, [py('main'), ...new Array(times).fill(py('walk'))])
    expect(hashesOf(deep(3))).toEqual([md5('RecursionErrora.pymaina.pywalk')])
    expect(joins(deep(3), deep(200))).toBe(true)
  })

  it('a call of the same function from another line is no recursion', () => {
    const [hash] = hashesOf(failure('python', { type: 'E' }, [py('walk', 1), py('walk', 2)]))
    expect(hash).toBe(md5('Ea.pywalka.pywalk'))
  })

  it('a single frame of a page without function gives way to type and value', () => {
    const single = (extra: Frame) =>
      failure('javascript', { type: 'E', value: 'v' }, [{ abs_path: 'https://x.example/p', filename: '/p', ...extra }])
    expect(hashesOf(single({}))).toEqual([md5('Ev')])
    expect(hashesOf(single({ function: 'go' }))).toEqual([md5('Ego')])
    expect(hashesOf(single({ module: 'shop/page' }))).toEqual([md5('Ev')])
  })

  it('JavaScript: helpers of the platform are left out', () => {
    const app = { filename: 'a.js', function: 'save', in_app: true }
    const tick = { filename: 'node:internal/process/task_queues', function: 'process.processTicksAndRejections' }
    const polyfill = { filename: '/srv/node_modules/core-js/a.js', function: 'next' }
    expect(hashesOf(failure('node', { type: 'E' }, [tick, polyfill, app]))).toEqual([md5('Ea.jssave')])
  })

  it('JVM: of a run of java.* frames the first counts, reflection never', () => {
    const at = (module: string): Frame => ({ module, function: 'f' })
    const trace = [at('java.util.A'), at('java.util.B'), at('java.lang.reflect.Method')]
    expect(hashesOf(failure('java', { type: 'E' }, trace))).toEqual([md5('Ejava.util.Af')])
  })

  it('native: what starts a thread and what raises the error are left out with all beyond them', () => {
    const names = [
      'clone3',
      'start_thread',
      'shop::main',
      'shop::save',
      'std::panicking::begin_panic',
      'anything',
      'abort',
    ]
    const trace = names.map((name): Frame => ({ function: name }))
    expect(hashesOf(failure('native', { type: 'panic' }, trace))).toEqual([md5('panicshop::mainshop::save')])
  })
})
