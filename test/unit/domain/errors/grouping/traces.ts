import type { Frame } from '../../../../../contract/occurrences.ts'

export const shifted = (frames: Frame[], by: number): Frame[] =>
  frames.map((frame) => ({ ...frame, lineno: (frame.lineno ?? 1) + by, colno: by }))

export const django = (fn: string, line: string): Frame[] => [
  {
    abs_path: '/venv/lib/python3.12/site-packages/django/core/handlers/base.py',
    filename: 'django/core/handlers/base.py',
    module: 'django.core.handlers.base',
    function: 'get_response',
    lineno: 55,
    context_line: '    response = get_response(request)',
    in_app: false,
  },
  {
    abs_path: '/srv/shop/orders/views.py',
    filename: 'orders/views.py',
    module: 'orders.views',
    function: fn,
    lineno: 12,
    context_line: line,
    in_app: true,
  },
]
export const browser = (bundle: string, names: string[]): Frame[] =>
  names.map((name, index) => ({
    abs_path: `https://shop.example/assets/${bundle}`,
    filename: `/assets/${bundle}`,
    function: name,
    lineno: 1,
    colno: 9000 + index,
    in_app: true,
  }))
export const nextjs = (chunk: string, name: string): Frame[] => [
  {
    abs_path: `app:///_next/server/chunks/${chunk}`,
    filename: `app:///_next/server/chunks/${chunk}`,
    function: name,
    lineno: 1,
    in_app: true,
  },
]
export const express = (line: string, release: string): Frame[] => [
  {
    abs_path: 'node:internal/process/task_queues',
    filename: 'node:internal/process/task_queues',
    function: 'process.processTicksAndRejections',
    module: 'task_queues',
    in_app: false,
  },
  {
    abs_path: `/srv/${release}/node_modules/express/lib/router/layer.js`,
    filename: `/srv/${release}/node_modules/express/lib/router/layer.js`,
    module: 'express.lib.router:layer',
    function: 'Layer.handle [as handle_request]',
    lineno: 95,
    in_app: false,
  },
  {
    abs_path: `/srv/${release}/src/cart.js`,
    filename: `/srv/${release}/src/cart.js`,
    module: 'cart',
    function: 'Cart.save',
    lineno: 41,
    context_line: line,
    in_app: true,
  },
]
export const spring = (suffix: string, method: string): Frame[] => [
  { module: 'java.lang.Thread', function: 'run', filename: 'Thread.java', lineno: 1583 },
  {
    module: 'org.springframework.web.servlet.FrameworkServlet',
    function: 'service',
    filename: 'FrameworkServlet.java',
    lineno: 885,
  },
  {
    module: `com.acme.shop.OrderService$$SpringCGLIB$$${suffix}`,
    function: method,
    filename: '<generated>',
    lineno: -1,
  },
  {
    module: `com.acme.shop.OrderService$$Lambda$${suffix}/0x000${suffix}`,
    function: `lambda$${method}$${suffix}`,
    lineno: 3,
  },
  { module: 'com.acme.shop.OrderService', function: method, filename: 'OrderService.java', lineno: 44 },
]
export const go = (root: string, fn: string): Frame[] => [
  {
    module: 'net/http',
    function: 'HandlerFunc.ServeHTTP',
    abs_path: '/usr/local/go/src/net/http/server.go',
    filename: 'server.go',
    lineno: 2136,
    in_app: true,
  },
  {
    module: 'github.com/gin-gonic/gin',
    function: '(*Context).Next',
    abs_path: '/go/pkg/mod/github.com/gin-gonic/gin@v1.9.1/context.go',
    filename: 'context.go',
    lineno: 174,
    in_app: true,
  },
  {
    module: 'github.com/acme/shop/cart',
    function: fn,
    abs_path: `${root}/cart/cart.go`,
    filename: 'cart.go',
    lineno: 20,
    in_app: true,
  },
]
export const rails = (numbers: string, fn: string): Frame[] => [
  {
    abs_path: '/usr/local/bundle/gems/actionview-7.1.0/lib/action_view/base.rb',
    filename: 'action_view/base.rb',
    function: '_run',
    lineno: 252,
    in_app: false,
  },
  {
    abs_path: '/srv/app/views/cart/show.html.erb',
    filename: 'app/views/cart/show.html.erb',
    function: `_app_views_cart_show_html_erb__${numbers}`,
    lineno: 9,
    context_line: '<%= @cart.total %>',
    in_app: true,
  },
  {
    abs_path: '/srv/app/models/cart.rb',
    filename: 'app/models/cart.rb',
    function: fn,
    lineno: 31,
    context_line: '    raise Empty',
    in_app: true,
  },
]
export const laravel = (view: string, path: string, fn: string): Frame[] => [
  {
    abs_path: '/var/www/vendor/laravel/framework/src/Illuminate/View/View.php',
    filename: '/vendor/laravel/framework/src/Illuminate/View/View.php',
    function: 'Illuminate\\View\\View::render',
    lineno: 188,
    in_app: true,
  },
  {
    abs_path: `/var/www/storage/framework/views/${view}.php`,
    filename: `/storage/framework/views/${view}.php`,
    function: 'include',
    lineno: 7,
    context_line: '<?php echo $cart->total(); ?>',
    in_app: true,
  },
  {
    abs_path: '/var/www/app/Cart.php',
    filename: '/app/Cart.php',
    function: `class@anonymous\u0000${path}::${fn}`,
    lineno: 20,
    in_app: true,
  },
]
export const aspnet = (ordinal: number, method: string): Frame[] => [
  { module: 'Microsoft.AspNetCore.Mvc.Infrastructure.ActionMethodExecutor', function: 'Execute', in_app: true },
  {
    module: `Shop.CartController+<${method}>d__${ordinal}`,
    function: 'MoveNext',
    filename: 'CartController.cs',
    lineno: 30,
    in_app: true,
  },
]
export const rust = (digest: string, address: string, fn: string): Frame[] => [
  { function: '_start', instruction_addr: address, package: '/srv/shop' },
  { function: `shop::cart::${fn}::h${digest}`, instruction_addr: address, package: '/srv/shop', lineno: 9 },
  { function: 'core::option::unwrap_failed', instruction_addr: address, package: '/srv/shop' },
  { function: `std::panicking::begin_panic_handler::h${digest}`, instruction_addr: address, package: '/srv/shop' },
]
export const cocoa = (address: string, fn: string): Frame[] => [
  {
    function: 'UIApplicationMain',
    package: '/System/Library/PrivateFrameworks/UIKitCore.framework/UIKitCore',
    instruction_addr: address,
    in_app: false,
  },
  {
    function: fn,
    package: '/private/var/containers/Bundle/Application/0A1B/Shop.app/Shop',
    instruction_addr: address,
    in_app: true,
  },
]
export const cpp = (types: string, method: string): Frame[] => [
  { function: '__libc_start_main', package: '/usr/lib/libc.so.6', instruction_addr: '0x1' },
  {
    function: `std::vector<${types}> shop::Cart<${types}>::${method}(${types} const&)`,
    package: '/srv/shop',
    instruction_addr: '0x2',
  },
  { function: 'abort', package: '/usr/lib/libc.so.6', instruction_addr: '0x3' },
]

/** One request through Tomcat and Spring MVC 4 down to a controller, as `package#Class.method`; no frame is in-app. */
export function tomcat(): Frame[] {
  const next = ['doFilter', 'internalDoFilter'].map((fn) => `org.apache.catalina.core#ApplicationFilterChain.${fn}`)
  const filters = ['CharacterEncoding', 'HiddenHttpMethod', 'HttpPutFormContent', 'RequestContext'].flatMap(
    (filter) => [
      ...next,
      'org.springframework.web.filter#OncePerRequestFilter.doFilter',
      `org.springframework.web.filter#${filter}Filter.doFilterInternal`,
    ],
  )
  const valves = ['core#StandardEngine', 'valves#ErrorReport', 'core#StandardHost', 'authenticator#AuthenticatorBase']
  const adapter = 'org.springframework.web.servlet.mvc.method.annotation#RequestMappingHandlerAdapter'
  const names = [
    'java.lang#Thread.run',
    'org.apache.tomcat.util.threads#TaskThread$WrappingRunnable.run',
    'java.util.concurrent#ThreadPoolExecutor$Worker.run',
    'java.util.concurrent#ThreadPoolExecutor.runWorker',
    'org.apache.tomcat.util.net#SocketProcessorBase.run',
    'org.apache.tomcat.util.net#NioEndpoint$SocketProcessor.doRun',
    'org.apache.coyote#AbstractProtocol$ConnectionHandler.process',
    'org.apache.coyote#AbstractProcessorLight.process',
    'org.apache.coyote.http11#Http11Processor.service',
    'org.apache.catalina.connector#CoyoteAdapter.service',
    ...[...valves, 'core#StandardContext', 'core#StandardWrapper'].map(
      (valve) => `org.apache.catalina.${valve.replace(/(?<!Base)$/, 'Valve')}.invoke`,
    ),
    ...filters,
    ...next,
    'org.apache.tomcat.websocket.server#WsFilter.doFilter',
    ...next,
    'javax.servlet.http#HttpServlet.service',
    'org.springframework.web.servlet#FrameworkServlet.service',
    'javax.servlet.http#HttpServlet.service',
    ...['doGet', 'processRequest'].map((fn) => `org.springframework.web.servlet#FrameworkServlet.${fn}`),
    ...['doService', 'doDispatch'].map((fn) => `org.springframework.web.servlet#DispatcherServlet.${fn}`),
    'org.springframework.web.servlet.mvc.method#AbstractHandlerMethodAdapter.handle',
    ...['handleInternal', 'invokeHandlerMethod'].map((fn) => `${adapter}.${fn}`),
    'org.springframework.web.servlet.mvc.method.annotation#ServletInvocableHandlerMethod.invokeAndHandle',
    ...['invokeForRequest', 'doInvoke'].map(
      (fn) => `org.springframework.web.method.support#InvocableHandlerMethod.${fn}`,
    ),
    'java.lang.reflect#Method.invoke',
    'jdk.internal.reflect#DelegatingMethodAccessorImpl.invoke',
    ...['invoke', 'invoke0'].map((fn) => `jdk.internal.reflect#NativeMethodAccessorImpl.${fn}`),
    'io.sentry.example#Application.home',
  ]
  return names.map((name, lineno) => {
    const dot = name.lastIndexOf('.')
    return { module: name.slice(0, dot).replace('#', '.'), function: name.slice(dot + 1), lineno, in_app: false }
  })
}
