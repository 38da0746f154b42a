import type { Activity, Frame } from './frames.ts'

/** Four paints a second are as live as an eye can tell, and leave the thread to the reader. */
const every = 250

/** Passes frames on, but counters at most four times a second and of each issue only the newest. */
export function coalesceActivity(emit: (frame: Frame) => void) {
  const newest = new Map<string, Activity>()
  let timer: ReturnType<typeof setTimeout> | undefined
  const flush = () => {
    timer = undefined
    const issues = [...newest.values()]
    newest.clear()
    emit({ type: 'activity', topic: 'issues', issues })
  }
  const take = (frame: Frame) => {
    if (frame.type !== 'activity') return emit(frame)
    for (const activity of frame.issues) newest.set(activity.id, activity)
    timer ??= setTimeout(flush, every)
  }
  return { take, stop: () => clearTimeout(timer) }
}
