import type { Family } from './platform-v1.ts'

/** What tells the code of the platform and of libraries from the program's own. */
export interface InAppRules {
  /** Paths that are never the program's: the platform itself. */
  platformPath?: RegExp
  /** Paths of installed libraries. */
  libraryPath?: RegExp
  /** Modules (for .NET types, for Go import paths) of the platform. */
  platformModule?: RegExp
  libraryModule?: RegExp
  platformFunction?: RegExp
  /** Native images (`package`). */
  platformPackage?: RegExp
  /**
   * Whether the SDK's `true` for a library was somebody's setting (`in_app_include`, `inAppIncludes`) rather than what
   * the SDK says of everything it does not know.
   */
  sdkKnowsLibraries?: true
}

/** Holds for every platform: what was installed system-wide, and what was copied into a project. */
export const ANYWHERE =
  /^\/usr\/(?:local\/)?(?:lib|Cellar)\/|[\\/]vendor[\\/]|[\\/]\.local[\\/]share[\\/]|^\/opt\/homebrew\//

const JVM_PLATFORM =
  /^(?:java|javax|jdk|sun|com\.sun|com\.oracle|kotlin|scala|groovy\.lang|clojure\.(?:lang|core)|dalvik|android|androidx|com\.android|libcore)\./
const JVM_LIBRARY =
  /^(?:jakarta|kotlinx|groovy|akka|feign|junit|okhttp3|okio|retrofit2|oauth|reactor|rx|ch\.qos\.logback|clojure|com\.(?:fasterxml|google\.(?:android|common|crypto|gson|inject)|microsoft|mysql|squareup|zaxxer|netflix)|io\.(?:grpc|ktor|lettuce|micrometer|micronaut|netty|opentelemetry|quarkus|reactivex|sentry|undertow|vertx)|net\.(?:bytebuddy|sf\.cglib)|org\.(?:aopalliance|apache|aspectj|codehaus\.groovy|eclipse\.jetty|glassfish|gradle|hibernate|jboss|jdesktop|jetbrains|jooq|junit|mockito|mongodb|mybatis|postgresql|quartz|reactivestreams|slf4j|springframework|thymeleaf|web3j|wildfly|xerial))\./
const GO_STANDARD =
  /^(?:archive|bufio|builtin|bytes|cmp|compress|container|context|crypto|database|debug|embed|encoding|errors|expvar|flag|fmt|go|hash|html|image|index|internal|io|iter|log|maps|math|mime|net|os|path|plugin|reflect|regexp|runtime|slices|sort|strconv|strings|structs|sync|syscall|testing|text|time|unicode|unique|unsafe|weak)(?:\/|$)/
const CSHARP_PLATFORM =
  /^(?:System|Microsoft|MS|Mono|Windows|WinRT|ABI|UAP|Interop|Internal|UnityEngine|UnityEditor|Xamarin|Android|Java\.Interop|FSharp)(?:\.|$)/
const CSHARP_LIBRARY =
  /^(?:Sentry|Newtonsoft\.Json|Serilog|NLog|log4net|Npgsql|MySql|MySqlConnector|RabbitMQ|MassTransit|Hangfire|Quartz|IdentityServer4|IdentityModel|AWSSDK|Amazon|Azure|Polly|Swashbuckle|FluentValidation|Autofac|Castle|StackExchange\.Redis|Dapper|RestSharp|Refit|SkiaSharp|SQLitePCL|Google|MongoDB|AutoMapper|Nest|Elastic|Owin|MediatR|Grpc|ServiceStack|GraphQL|HotChocolate|Orleans|NUnit|Xunit|xunit|Moq)(?:\.|$)/
const NATIVE_FUNCTION =
  /^(?:std|core|alloc|boost|Swift|__gnu_cxx|google_breakpad|crashpad)::|^(?:__rust_|rust_begin_unwind|_start$|__libc_start|start_thread$|_?_pthread_|_?abort$|raise$|objc_|swift_|_swift_|__cxa_|_Unwind_|sentry_|sentrycrash|kscrash|\S?\[(?:Sentry|KSCrash|RNSentry|NS|UI|CF|_NS|_UI))/
const NATIVE_PACKAGE =
  /^\/(?:lib|lib64|usr\/lib|system|apex|vendor)\/|^\/System\/|[\\/]\.cargo[\\/]registry[\\/]|[\\/]Windows[\\/]|[\\/]Frameworks[\\/](?:libswift|Sentry|SentrySwift|KSCrash|Flutter|FlutterMacOS)|^(?:lib(?:c|m|dl|pthread|stdc\+\+|gcc_s|objc|dyld|dispatch|system|swift)\w*|ld-linux|linux-(?:gate|vdso)|UIKit|UIKitCore|SwiftUI|Foundation|CoreFoundation|CFNetwork|QuartzCore|GraphicsServices|WebKit|AttributeGraph|IOKit|ntdll|kernel32|KERNELBASE|user32|ucrtbase|msvc[pr]\d*|vcruntime\d*)(?:[.\-_]|$)/i

/** Per family, ours; what Sentry's default stack trace rules and the SDKs' own lists agree on. */
export const IN_APP_RULES: Readonly<Record<Family, InAppRules>> = {
  javascript: {
    platformPath:
      /^(?:node:|internal[\\/]|bun:|ext:|native$|<anonymous>$|\[?native code\]?$|(?:chrome|moz|edge|ms-browser|safari|safari-web)-extension:|webkit-masked-url:|webpack[\\/]|webpack-internal:[\\/]+webpack)/,
    libraryPath:
      /[\\/]node_modules[\\/]|[\\/]\.yarn[\\/]|^https?:\/\/(?:unpkg\.com|cdnjs\.cloudflare\.com|cdn\.jsdelivr\.net|esm\.run|esm\.sh|www\.googletagmanager\.com|js\.stripe\.com)\/|^https?:\/\/deno\.land\/|newrelic|LogRocket|^org-dartlang-sdk:|^dart:/,
    libraryModule: /^(?:unpkg|@babel|core-js|regenerator-runtime|tslib)\//,
    platformFunction:
      /^(?:runMicrotasks|queueMicrotask|(?:process\.)?processTicksAndRejections|runNextTicks|nextTick|reportError|_callSuper|sentryWrapped)$/,
  },
  python: {
    platformPath:
      /[\\/]lib(?:64)?[\\/]python\d[\d.]*[\\/](?!(?:site|dist)-packages)|[\\/]python\d+[\\/]lib[\\/](?!site-packages)|python\d*\.zip[\\/]|^<frozen |^\/var\/runtime\//i,
    libraryPath: /[\\/](?:site|dist)-packages[\\/]|\.egg[\\/]/,
    sdkKnowsLibraries: true,
  },
  jvm: { platformModule: JVM_PLATFORM, libraryModule: JVM_LIBRARY, sdkKnowsLibraries: true },
  go: {
    platformPath:
      /^\/usr\/(?:local|lib)\/go[^/]*\/|[\\/](?:libexec|sdk[\\/]go[\d.]+|hostedtoolcache[\\/]go[\\/][^\\/]+[\\/]\w+|Program Files[\\/]Go)[\\/]src[\\/]/,
    libraryPath: /[\\/]pkg[\\/]mod[\\/]|@v\d+\.\d+\.\d+|[\\/]third_party[\\/]/,
    platformModule: GO_STANDARD,
    libraryModule: /^(?:golang\.org\/x|google\.golang\.org|gopkg\.in|github\.com\/getsentry\/sentry-go)\b|@v\d/,
  },
  ruby: {
    platformPath: /^<internal:|[\\/](?:rubies|lib[\\/]ruby|\.rbenv[\\/]versions)[\\/](?!.*[\\/]gems[\\/])/,
    libraryPath: /[\\/]gems[\\/]|[\\/]bundle[\\/]ruby[\\/]/,
  },
  php: { platformPath: /^\[internal\]|^phar:/, libraryPath: /[\\/]vendor[\\/]/ },
  csharp: { platformModule: CSHARP_PLATFORM, libraryModule: CSHARP_LIBRARY },
  native: {
    platformPath: /^\/rustc\/|[\\/]library[\\/](?:core|std|alloc)[\\/]src[\\/]|^third_party\/dart\/|^lib\/ui\//,
    libraryPath:
      /[\\/]\.cargo[\\/](?:registry|git)[\\/]|[\\/]\.pub-cache[\\/]|[\\/]packages[\\/]flutter[\\/]|^package:(?:flutter|sentry)\w*\//,
    platformFunction: NATIVE_FUNCTION,
    platformPackage: NATIVE_PACKAGE,
  },
  other: {
    platformPath: /^dart:|^org-dartlang-sdk:|^erl_|[\\/]lib[\\/](?:elixir|erlang|perl\d?)[\\/]/,
    libraryPath:
      /[\\/]\.pub-cache[\\/]|^package:(?:flutter|sentry)\w*\/|[\\/]?\bdeps[\\/]|[\\/]perl5[\\/]|[\\/]cpan[\\/]/,
  },
}
