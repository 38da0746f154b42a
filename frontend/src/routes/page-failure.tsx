import { type ErrorComponentProps, useRouter } from '@tanstack/react-router'
import { asApiError } from '../api/problem.ts'
import { Failure } from '../components/failure.tsx'

/** A page that threw: a failed request says why, anything else is a bug of ours. */
export function PageFailure({ error, reset }: ErrorComponentProps) {
  const router = useRouter()
  const retry = () => {
    reset()
    void router.invalidate()
  }
  return (
    <main className="grid min-h-[60dvh] place-items-center">
      <Failure error={asApiError(error)} onRetry={retry} page />
    </main>
  )
}
