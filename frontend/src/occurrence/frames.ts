import type { Frame } from '../../../contract/occurrences.ts'

export interface PlacedFrame {
  frame: Frame
  /** Position in the trace as sent: oldest call first. */
  index: number
}

export type FrameRow =
  | ({ kind: 'frame' } & PlacedFrame)
  | { kind: 'fold'; frames: PlacedFrame[] }
  | { kind: 'omitted'; count: number }

export interface FrameView {
  /** Innermost call first, as most languages print it; Python prints it last. */
  newestFirst: boolean
  /** Library frames too, not folded. */
  full: boolean
  /** First and last index of what the SDK's trace left out. */
  omitted?: [number, number] | undefined
}

/** The rows of a trace: own frames each on their own, runs of library frames folded, the frame that failed always shown. */
export function frameRows(frames: readonly Frame[], view: FrameView): FrameRow[] {
  const ownKnown = frames.some((frame) => frame.in_app === true)
  const rows: FrameRow[] = []
  frames.forEach((frame, index) => {
    if (view.omitted !== undefined && index === view.omitted[0]) {
      rows.push({ kind: 'omitted', count: view.omitted[1] - view.omitted[0] })
    }
    const shown = view.full || !ownKnown || frame.in_app === true || index === frames.length - 1
    const fold = rows.at(-1)
    if (shown) rows.push({ kind: 'frame', frame, index })
    else if (fold?.kind === 'fold') fold.frames.push({ frame, index })
    else rows.push({ kind: 'fold', frames: [{ frame, index }] })
  })
  const unfolded = rows.map((row) => loneFold(row))
  return view.newestFirst ? unfolded.map(turned).reverse() : unfolded
}

/** Folding a single frame would save no line. */
function loneFold(row: FrameRow): FrameRow {
  const [only, second] = row.kind === 'fold' ? row.frames : []
  return only !== undefined && second === undefined ? { kind: 'frame', ...only } : row
}

const turned = (row: FrameRow): FrameRow => (row.kind === 'fold' ? { ...row, frames: row.frames.toReversed() } : row)

/** Where a frame is: file, line and column, or what stands for them. */
export function placeOf(frame: Frame): string {
  const file = frame.filename ?? frame.abs_path ?? frame.module ?? frame.package ?? ''
  const line = frame.lineno ? `:${frame.lineno}` : ''
  const column = frame.lineno && frame.colno ? `:${frame.colno}` : ''
  return `${file}${line}${column}`
}

/** What a frame calls itself; Java and C# people look for the class with it. */
export function callOf(frame: Frame): string {
  const name = frame.function ?? frame.raw_function ?? frame.instruction_addr ?? '<anonymous>'
  const qualified = frame.platform === 'java' || frame.platform === 'csharp' || frame.filename?.endsWith('.java')
  return qualified && frame.module ? `${frame.module}.${name}` : name
}

const contextLines = 5

export interface SourceLine {
  number: number | null
  text: string
  failing: boolean
}

/** The failing line with up to five on either side. */
export function sourceLines(frame: Frame): SourceLine[] {
  if (frame.context_line == null) return []
  const before = (frame.pre_context ?? []).slice(-contextLines)
  const after = (frame.post_context ?? []).slice(0, contextLines)
  const first = frame.lineno ? frame.lineno - before.length : null
  return [...before, frame.context_line, ...after].map((text, i) => ({
    number: first === null ? null : first + i,
    text: text ?? '',
    failing: i === before.length,
  }))
}

export const hasDetails = (frame: Frame) => frame.context_line != null || Object.keys(frame.vars ?? {}).length > 0
