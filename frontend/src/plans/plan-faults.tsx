import type { FieldProblem } from '../api/problem.ts'
import { useEventWords } from '../events/words.ts'

/** What is wrong with a plan, and where in its file. */
export function PlanFaults({ faults }: { faults: readonly FieldProblem[] }) {
  const { plans } = useEventWords()
  if (faults.length === 0) return null
  return (
    <div role="alert" className="grid gap-2 rounded-lg bg-error-soft p-3">
      <p className="font-medium text-error">{plans.faults(faults.length)}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <ul tabIndex={0} className="grid max-h-48 gap-1.5 overflow-y-auto text-xs">
        {faults.map(({ pointer, code, detail }) => (
          <li key={`${pointer} ${code}`}>
            <code className="block wrap-anywhere">{pointer}</code>
            <span className="text-error wrap-anywhere">{detail}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
