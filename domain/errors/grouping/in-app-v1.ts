import type { Frame, NormalizedEvent } from '../../../contract/occurrences.ts'
import { ANYWHERE, IN_APP_RULES, type InAppRules } from './in-app-rules-v1.ts'
import { familyOf } from './platform-v1.ts'

type Origin = 'platform' | 'library' | 'unknown'

function matches(pattern: RegExp | undefined, text: string | undefined): boolean {
  return pattern !== undefined && text !== undefined && pattern.test(text)
}

function originOf(frame: Frame, rules: InAppRules): Origin {
  const path = frame.abs_path ?? frame.filename
  if (
    matches(rules.platformPath, path) ||
    matches(rules.platformModule, frame.module) ||
    matches(rules.platformFunction, frame.function) ||
    matches(rules.platformPackage, frame.package)
  ) {
    return 'platform'
  }
  const library =
    matches(rules.libraryPath, path) || matches(rules.libraryModule, frame.module) || matches(ANYWHERE, path)
  return library ? 'library' : 'unknown'
}

function decide(frame: Frame, platform: string, unknownIsApp: boolean): boolean {
  if (frame.in_app === false) return false
  const rules = IN_APP_RULES[familyOf(frame.platform ?? platform)]
  const origin = originOf(frame, rules)
  if (origin === 'platform') return false
  if (origin === 'library') return frame.in_app === true && rules.sdkKnowsLibraries === true
  return frame.in_app ?? unknownIsApp
}

function framesOf(event: NormalizedEvent): Frame[][] {
  const traces = [event.stacktrace]
  for (const exception of event.exception?.values ?? []) traces.push(exception.stacktrace)
  for (const thread of event.threads?.values ?? []) traces.push(thread.stacktrace)
  return traces.map((trace) => trace?.frames ?? [])
}

/**
 * Decides `in_app` on every frame of the event, in place.
 *
 * The SDK's `false` stands. Its `true` stands too, except on code of the platform and on libraries: most SDKs say `true`
 * of whatever they do not know (browser, Node, Go, PHP), so a library's frame would make two bugs look like one; only
 * where `true` comes from a setting (Python, JVM) does it stand for libraries.
 *
 * A frame the SDK left undecided and no rule knows is the program's, unless the SDK marked other frames of the event as
 * the program's. Sentry counts all such frames as not in-app and then groups by every frame; that puts each change of a
 * framework's insides into a new issue for senders that never mark anything, such as Java without `inAppIncludes`.
 */
export function markInApp(event: NormalizedEvent): void {
  const traces = framesOf(event)
  const unknownIsApp = !traces.some((frames) => frames.some((frame) => frame.in_app === true))
  for (const frames of traces) {
    for (const frame of frames) frame.in_app = decide(frame, event.platform, unknownIsApp)
  }
}
