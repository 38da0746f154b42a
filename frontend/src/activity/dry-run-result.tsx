import { FlaskConical } from 'lucide-react'
import { useMessages } from '../i18n/language.tsx'

export function DryRunResult({ result }: { result: unknown }) {
  const { publish } = useMessages().activity
  return (
    <section role="status" className="grid gap-2 rounded-lg border border-line bg-sunken p-4">
      <h3 className="flex items-center gap-2 font-semibold">
        <FlaskConical className="size-4 text-accent" aria-hidden="true" />
        {publish.wouldTitle}
      </h3>
      <p>{JSON.stringify(result)}</p>
    </section>
  )
}
