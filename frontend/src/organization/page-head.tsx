import type { ReactNode } from 'react'
import { usePageTitle } from '../components/page-title.ts'

/** Title of a settings page, what it is about, and the one thing to do there. */
export function PageHead(props: { title: string; intro?: string; children?: ReactNode }) {
  usePageTitle(props.title)
  return (
    <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-3 pb-4">
      <div className="min-w-0 flex-1 basis-64">
        <h1 className="text-xl font-semibold tracking-tight">{props.title}</h1>
        {props.intro !== undefined && <p className="mt-1 max-w-2xl text-muted">{props.intro}</p>}
      </div>
      {props.children}
    </div>
  )
}
