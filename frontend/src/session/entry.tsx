import type { FormEvent, ReactNode } from 'react'
import { Brand } from '../components/brand.tsx'
import { usePageTitle } from '../components/page-title.ts'

/** A page outside the dashboard: what it is about, and a card. It hangs from the top, so that what comes late moves nothing. */
export function Entry(props: { title: string; text?: string; children?: ReactNode }) {
  usePageTitle(props.title)
  return (
    <main className="grid justify-items-center px-4 py-[max(2.5rem,11dvh)]">
      <div className="w-full max-w-sm">
        <div className="mb-6 grid justify-items-center gap-3 text-center">
          <Brand className="size-12" />
          <h1 className="text-xl font-semibold tracking-tight wrap-break-word">{props.title}</h1>
          {props.text !== undefined && <p className="text-balance text-muted wrap-break-word">{props.text}</p>}
        </div>
        {props.children !== undefined && <div className={cardStyle}>{props.children}</div>}
      </div>
    </main>
  )
}

const cardStyle = 'grid gap-4 rounded-xl border border-line bg-surface p-5 shadow-xs sm:p-6'

/** A form that hands over what was typed; passwords keep their spaces. */
export function EntryForm(props: { onSubmit(value: (name: string) => string): void; children: ReactNode }) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    props.onSubmit((name) => String(form.get(name) ?? ''))
  }
  return (
    <form onSubmit={submit} className="grid gap-4">
      {props.children}
    </form>
  )
}

export const textLinkStyle = 'rounded-sm font-medium text-accent underline'
