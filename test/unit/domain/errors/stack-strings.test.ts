import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseStack } from '../../../../domain/errors/stack-strings.ts'

const calls = (text: string) =>
  parseStack(text)?.frames.map(({ module, function: name, filename, lineno, colno }) =>
    [module, name, filename, lineno, colno].filter((part) => part !== undefined).join(' '),
  )

describe('JavaScript', () => {
  const v8 = `TypeError: Cannot read properties of undefined
(reading 'x')
    at new Cart (https://shop.test/app.js:10:5)
    at async Object.load [as run] (https://shop.test/app.js:20:7)
    at https://shop.test/app.js:30:1
    at eval (eval at start (https://shop.test/e.js:3:9), <anonymous>:1:1)
    at Array.map (<anonymous>)
    at /srv/app/node_modules/express/router.js:4:2
    at node:internal/process/task_queues:95:5`

  it('reads V8', () => {
    expect(parseStack(v8)).toMatchObject({
      platform: 'node',
      type: 'TypeError',
      value: "Cannot read properties of undefined\n(reading 'x')",
    })
    expect(calls(v8)).toEqual([
      '? node:internal/process/task_queues 95 5',
      '? /srv/app/node_modules/express/router.js 4 2',
      'Array.map <anonymous>',
      'eval https://shop.test/e.js 3 9',
      '? https://shop.test/app.js 30 1',
      'Object.load https://shop.test/app.js 20 7',
      'Cart https://shop.test/app.js 10 5',
    ])
    expect(parseStack(v8)?.frames.map((frame) => frame.in_app)).toEqual([
      false,
      false,
      false,
      undefined,
      undefined,
      undefined,
      undefined,
    ])
  })

  it('reads Firefox and Safari, which print no header', () => {
    const text = `render@https://shop.test/app.js:10:5
handler/<@https://shop.test/app.js line 3 > eval:1:1
@https://shop.test/app.js:30:1
[native code]
global code@https://shop.test/@v2/app.js:40:2
map@[native code]`
    expect(calls(text.replace('[native code]\n', ''))).toEqual([
      'map [native code]',
      'global code https://shop.test/@v2/app.js 40 2',
      '? https://shop.test/app.js 30 1',
      'handler https://shop.test/app.js 3',
      'render https://shop.test/app.js 10 5',
    ])
    expect(parseStack(text)).toMatchObject({ platform: 'javascript' })
    expect(parseStack(text)?.type).toBeUndefined()
  })

  it('finds the error below what Node and logs print above it', () => {
    const text = `/app/x.js:3\n    throw new RangeError('no')\n    ^\n\nRangeError: no\n    at main (/app/x.js:3:9)\n\nNode.js v24`
    expect(parseStack(text)).toMatchObject({ type: 'RangeError', value: 'no', frames: [{ function: 'main' }] })
  })
})

describe('Python', () => {
  const text = `Traceback (most recent call last):
  File "/srv/app/db.py", line 5, in get
    return rows["a"]
           ~~~~^^^^^
KeyError: 'a'

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "/srv/app/main.py", line 12, in <module>
    main()
  File "/srv/app/main.py", line 9, in main
    raise app.errors.NotFound("gone\\n") from None
  [Previous line repeated 3 more times]
app.errors.NotFound: it is
gone`

  it('reads the chain, oldest first', () => {
    expect(parseStack(text)).toEqual({
      platform: 'python',
      type: 'NotFound',
      value: 'it is\ngone',
      frames: [
        {
          filename: '/srv/app/main.py',
          abs_path: '/srv/app/main.py',
          lineno: 12,
          function: '<module>',
          context_line: 'main()',
        },
        {
          filename: '/srv/app/main.py',
          abs_path: '/srv/app/main.py',
          lineno: 9,
          function: 'main',
          context_line: 'raise app.errors.NotFound("gone\\n") from None',
        },
      ],
      exceptions: [
        {
          type: 'KeyError',
          value: "'a'",
          stacktrace: {
            frames: [expect.objectContaining({ function: 'get', lineno: 5, context_line: 'return rows["a"]' })],
          },
        },
        expect.objectContaining({ type: 'NotFound', module: 'app.errors' }),
      ],
    })
  })

  it('reads the head of an exception group', () => {
    const group = `  + Exception Group Traceback (most recent call last):
  |   File "a.py", line 3, in main
  |     raise ExceptionGroup("several", [ValueError(1)])
  | ExceptionGroup: several (1 sub-exception)
  +-+---------------- 1 ----------------
    | ValueError: 1
    +------------------------------------`
    expect(parseStack(group)).toMatchObject({
      type: 'ExceptionGroup',
      value: 'several (1 sub-exception)',
      frames: [{ filename: 'a.py', lineno: 3, function: 'main' }],
    })
  })

  it('reads a syntax error', () => {
    const text = `Traceback (most recent call last):\n  File "a.py", line 1\n    x ==\n        ^\nSyntaxError: invalid syntax`
    expect(parseStack(text)).toMatchObject({ type: 'SyntaxError', frames: [{ filename: 'a.py', lineno: 1 }] })
  })
})

describe('Java', () => {
  const text = `2026-11-21 10:00:00 ERROR something failed
Exception in thread "main" com.acme.OrderException: cannot save
  order 17
\tat com.acme.Orders.save(Orders.java:40)
\tat com.acme.Web$Handler.lambda$handle$0(Web.java:12) ~[app.jar:1.0]
\tat java.base/java.lang.Thread.run(Thread.java:840)
\tSuppressed: java.io.IOException: close failed
\t\tat com.acme.Db.close(Db.java:9)
\t\t... 3 more
Caused by: java.sql.SQLException: deadlock
\tat com.acme.Db.query(Db.java:77)
\tat jdk.internal.reflect.GeneratedMethodAccessor1.invoke(Unknown Source)
\tat com.acme.Native.call(Native Method)
\t... 2 more`

  it('reads causes, oldest first, with the frames they share', () => {
    const parsed = parseStack(text)
    expect(parsed).toMatchObject({ platform: 'java', type: 'OrderException', value: 'cannot save\n  order 17' })
    expect(parsed?.exceptions.map(({ type, module }) => [type, module])).toEqual([
      ['SQLException', 'java.sql'],
      ['OrderException', 'com.acme'],
    ])
    expect(calls(text)).toEqual([
      'java.lang.Thread run Thread.java 840',
      'com.acme.Web$Handler lambda$handle$0 Web.java 12',
      'com.acme.Orders save Orders.java 40',
    ])
    expect(parsed?.exceptions[0]?.stacktrace?.frames.map((frame) => frame.function)).toEqual([
      'run',
      'lambda$handle$0',
      'call',
      'invoke',
      'query',
    ])
  })

  it('reads a bare trace', () => {
    expect(parseStack('java.lang.NullPointerException\n\tat A.b(A.java:1)')).toMatchObject({
      type: 'NullPointerException',
      frames: [{ module: 'A', function: 'b', lineno: 1 }],
    })
  })
})

describe('Go', () => {
  const text = `panic: runtime error: index out of range [5] with length 3 [recovered]

goroutine 17 [running]:
runtime/debug.Stack()
\t/usr/lib/go/src/runtime/debug/stack.go:24 +0x5e
panic({0x4b1c20?, 0xc0000180a8?})
\t/usr/lib/go/src/runtime/panic.go:914 +0x21f
example.com/shop/cart.(*Cart).Add(0xc000012345, {0xc00001, 0x3}, func(int))
\t/src/cart/cart.go:12 +0x1d
main.main.func1(...)
\t/src/main.go:8
created by main.main in goroutine 1
\t/src/main.go:7 +0x20

goroutine 1 [chan receive]:
main.main()
\t/src/main.go:9 +0x20
exit status 2`

  it('reads the goroutine that panicked', () => {
    expect(parseStack(text)).toMatchObject({
      platform: 'go',
      type: 'panic',
      value: 'runtime error: index out of range [5] with length 3',
    })
    expect(calls(text)).toEqual([
      'main main main.go 7',
      'main main.func1 main.go 8',
      'example.com/shop/cart (*Cart).Add cart.go 12',
    ])
  })

  it('reads a dump without panic', () => {
    const dump = 'goroutine 1 [running]:\nmain.f()\n\t/src/main.go:3 +0x1'
    expect(parseStack(dump)).toMatchObject({ frames: [{ module: 'main', function: 'f', abs_path: '/src/main.go' }] })
  })
})

describe('anything else', () => {
  it.each([
    '',
    'just words',
    'mail ann@example.org at noon',
    'Traceback (most recent call last):\nValueError: x',
    'goroutine 1 [running]:',
    'at the end of the day we met',
  ])('is no trace: %j', (text) => {
    expect(parseStack(text)).toBeNull()
  })

  it('never throws and takes time that grows with the length alone', () => {
    const piece = fc.constantFrom(
      'at ',
      '    at f (',
      'a.js:1:2)',
      '@',
      'https://x/',
      ':1',
      '\n',
      '\tat A.b(',
      'A.java:1)',
      'Caused by: ',
      '... 9 more',
      'goroutine 1 [running]:',
      'Traceback (most recent call last):',
      '  File "a", line 1, in f',
      '(',
      ')',
      'created by ',
      'Error: ',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const parsed = parseStack(pieces.join(''))
        expect(parsed === null || parsed.exceptions.length > 0).toBe(true)
      }),
    )
    for (const hostile of ['(', 'a@', ' at ', 'at (', ':1', 'a.', '\tat a.b(', '  File "', 'goroutine 1 [']) {
      expect(parseStack(hostile.repeat(200_000 / hostile.length)) ?? null).toBeNull()
    }
  })
})
