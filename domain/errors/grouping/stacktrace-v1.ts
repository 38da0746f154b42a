import type { Frame, GroupingComponent, NormalizedEvent, Stacktrace, Thread } from '../../../contract/occurrences.ts'
import { branch, withheld } from './component-v1.ts'
import { frameComponent, hasUrlOrigin } from './frames-v1.ts'
import { noiseIn } from './noise-v1.ts'
import { familyOf } from './platform-v1.ts'

/** The same part of an event seen twice: its in-app frames only, and all its frames. */
export interface Variants {
  app: GroupingComponent
  /** Absent where there is nothing that in-app could be told from. */
  system?: GroupingComponent
}

function isRecursion(frame: Frame, previous: Frame | undefined): boolean {
  return (
    previous !== undefined &&
    frame.function === previous.function &&
    frame.lineno === previous.lineno &&
    frame.colno === previous.colno &&
    frame.filename === previous.filename &&
    frame.module === previous.module &&
    frame.abs_path === previous.abs_path &&
    frame.package === previous.package
  )
}

/** A single frame of a page's own script, without function: what an error at top level of any inline script looks like. */
function isUselessTrace(frames: readonly Frame[], eventPlatform: string): boolean {
  const [only] = frames
  return (
    frames.length === 1 &&
    only !== undefined &&
    !only.function &&
    familyOf(only.platform ?? eventPlatform) === 'javascript' &&
    hasUrlOrigin(only, true)
  )
}

function systemFrames(frames: readonly Frame[], eventPlatform: string): GroupingComponent[] {
  const noise = noiseIn(frames, eventPlatform)
  const useless = isUselessTrace(frames, eventPlatform)
  return frames.map((frame, index) => {
    const component = frameComponent(frame, eventPlatform)
    if (!component.contributes) return component
    const reason = noise?.[index]
    if (reason !== undefined) return withheld(component, reason)
    if (isRecursion(frame, frames[index - 1])) return withheld(component, 'ignored because it repeats the frame before')
    return useless ? withheld(component, 'ignored because a single frame without function says nothing') : component
  })
}

function appFrame(component: GroupingComponent, frame: Frame | undefined): GroupingComponent {
  return frame?.in_app === true || !component.contributes
    ? component
    : withheld(component, 'ignored because it is not in-app')
}

function traceComponent(frames: GroupingComponent[], reason: string): GroupingComponent {
  const component = branch('stacktrace', frames)
  return component.contributes ? component : withheld(component, reason)
}

/** Both variants of a stack trace; each frame is cleaned once and shared. */
export function stacktraceVariants(
  stacktrace: Stacktrace,
  eventPlatform: string,
): { app: GroupingComponent; system: GroupingComponent } {
  const { frames } = stacktrace
  const system = systemFrames(frames, eventPlatform)
  const app = system.map((component, index) => appFrame(component, frames[index]))
  const empty =
    frames.length === 0 ? 'ignored because it has no frames' : 'ignored because none of its frames contributes'
  const noApp = frames.some((frame) => frame.in_app === true) ? empty : 'ignored because it has no in-app frames'
  return { app: traceComponent(app, frames.length === 0 ? empty : noApp), system: traceComponent(system, empty) }
}

function theOnly<T>(items: readonly T[]): T | undefined {
  return items.length === 1 ? items[0] : undefined
}

/** The thread that the event is about: the one that crashed, else the current one, else the only one. */
export function relevantThread(threads: readonly Thread[]): Thread | undefined {
  const crashed = threads.filter((thread) => thread.crashed === true)
  const current = threads.filter((thread) => thread.current === true)
  return theOnly(crashed) ?? theOnly(current) ?? theOnly(threads)
}

/** The variants of an event's `threads`, or undefined where no single thread with a stack trace stands out. */
export function threadVariants(event: NormalizedEvent): Variants | undefined {
  const stacktrace = event.threads && relevantThread(event.threads.values)?.stacktrace
  if (stacktrace === undefined) return undefined
  const { app, system } = stacktraceVariants(stacktrace, event.platform)
  return { app: branch('threads', [app]), system: branch('threads', [system]) }
}
