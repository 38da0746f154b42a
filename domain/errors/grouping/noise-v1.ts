import type { Frame } from '../../../contract/occurrences.ts'
import { familyOf } from './platform-v1.ts'

/** Transpiler helpers, polyfills, the event loop of Node, other monitoring tools. */
const JAVASCRIPT_MODULE = /^(?:@babel|core-js|regenerator-runtime|tslib)\//
const JAVASCRIPT_PATH =
  /[\\/]node_modules[\\/](?:@babel|core-js|regenerator-runtime|tslib|@sentry|@sentry-internal|newrelic)[\\/]|newrelic|LogRocket/
const JAVASCRIPT_FUNCTION =
  /^(?:runMicrotasks|queueMicrotask|(?:process\.)?processTicksAndRejections|runNextTicks|nextTick|_callSuper|__awaiter|asyncToGenerator|_asyncToGenerator|asyncGeneratorStep|_next|_throw|sentryWrapped)$/
const JVM_MODULE = /^(?:io\.sentry\.|java\.lang\.reflect\.|cn\.gundam\.sdk\.)/
const JVM_THREAD_BASE =
  /^(?:java\.util\.concurrent\.ThreadPoolExecutor.*#runWorker|android\.os\.Looper#loop|android\.os\.Handler#(?:dispatchMessage|handleCallback)|android\.app\.ActivityThread.*#(?:main|handleMessage)|android\.os\..*#call)$/

const NATIVE_RAISES =
  /^(?:abort|raise|__assert_rtn|__assert_fail|__cxa_throw|__pthread_kill|pthread_kill|std::terminate|_CxxThrowException|RaiseException|objc_exception_throw|_NSRaiseError|_CFThrowFormattedException|RtlExitUserThread|std::panicking::\w+|core::panicking::\w+|rust_begin_unwind|core::(?:option|result)::\w*(?:_failed|unwrap\w*)|failure::backtrace::Backtrace::new|error_chain::make_backtrace|google_breakpad::ExceptionHandler::\w+|_?_swift_runtime_on_report|_sigtramp|RtlpExecuteHandlerForException)$/
const NATIVE_THREAD_BASE =
  /^(?:start|_start|__libc_start_main|__libc_start_call_main|UIApplicationMain|wWinMain|invoke_main|BaseThreadInitThunk|RtlUserThreadStart|thread_start|_?_pthread_start|_pthread_body|_dispatch_worker_thread2|start_wqthread|_pthread_wqthread|start_thread|clone3?|std::rt::lang_start.*|std::sys.*::thread_start)$/
const NATIVE_INTERNAL =
  /^(?:__rust_|std::_|std::sys_common::backtrace::|std::rt::|core::ops::function::|__swift_|block_destroy_helper|kscm_|sentrycrashcm_|kscrash_|sentry_|google_breakpad::|crashpad::|_mh_execute_header$|.\[(?:KSCrash|RNSentry|Sentry))|_block_invoke|sentrycrash_|\.cold\.1$|^(?:closure|<unknown>)$/

/**
 * Reasons why frames of a stack trace are left out of the hash though they are there: what the platform puts between
 * the program and its failure, or between the program and the thread it runs on. Index by index; undefined means kept.
 * The names are those of Sentry's default stack trace rules.
 */
export function noiseIn(frames: readonly Frame[], eventPlatform: string): (string | undefined)[] | undefined {
  let reasons: (string | undefined)[] | undefined
  for (let index = 0; index < frames.length; index += 1) {
    const frame = frames[index]
    const reason = frame === undefined ? undefined : noise(frame, frames[index - 1], frame.platform ?? eventPlatform)
    if (reason === undefined) continue
    reasons ??= new Array(frames.length)
    mark(reasons, index, reason)
  }
  return reasons
}

interface Noise {
  reason: string
  /** Whether the frames called by this one (`inner`) or those that led to it (`outer`) are noise too. */
  reach?: 'inner' | 'outer'
}

const HELPER: Noise = { reason: 'ignored because it is a helper of the platform' }
const STANDARD_RUN: Noise = { reason: 'ignored because it is internal to the standard library' }
const RAISES: Noise = { reason: 'ignored because it only raises the error', reach: 'inner' }
const THREAD_BASE: Noise = { reason: 'ignored because every thread starts like this', reach: 'outer' }

function mark(reasons: (string | undefined)[], index: number, noise: Noise): void {
  const from = noise.reach === 'outer' ? 0 : index
  const to = noise.reach === 'inner' ? reasons.length - 1 : index
  for (let at = from; at <= to; at += 1) reasons[at] ??= noise.reason
}

function noise(frame: Frame, caller: Frame | undefined, platform: string): Noise | undefined {
  const family = familyOf(platform)
  if (family === 'javascript') return javascriptNoise(frame)
  if (family === 'jvm') return jvmNoise(frame, caller)
  return family === 'native' ? nativeNoise(frame.function) : undefined
}

function javascriptNoise(frame: Frame): Noise | undefined {
  if (frame.function !== undefined && JAVASCRIPT_FUNCTION.test(frame.function)) return HELPER
  if (frame.module !== undefined && JAVASCRIPT_MODULE.test(frame.module)) return HELPER
  const path = frame.abs_path ?? frame.filename
  return path !== undefined && JAVASCRIPT_PATH.test(path) ? HELPER : undefined
}

function jvmNoise(frame: Frame, caller: Frame | undefined): Noise | undefined {
  const module = frame.module
  if (module === undefined) return undefined
  if (JVM_MODULE.test(module)) return HELPER
  if (frame.function !== undefined && JVM_THREAD_BASE.test(`${module}#${frame.function}`)) return THREAD_BASE
  return module.startsWith('java.') && caller?.module?.startsWith('java.') ? STANDARD_RUN : undefined
}

function nativeNoise(name: string | undefined): Noise | undefined {
  if (name === undefined) return undefined
  if (NATIVE_RAISES.test(name)) return RAISES
  if (NATIVE_THREAD_BASE.test(name)) return THREAD_BASE
  return NATIVE_INTERNAL.test(name) ? HELPER : undefined
}
