import type { ReactNode } from 'react'
import { usePageTitle } from './page-title.ts'

/** One page of the settings: its name, and panels below each other. */
export function SettingsPage(props: { title: string; aside?: ReactNode; children: ReactNode }) {
  usePageTitle(props.title)
  return (
    <div className="grid gap-5">
      <div className="flex min-h-8 flex-wrap items-center justify-between gap-3">
        <h1 className="text-xl font-semibold tracking-tight">{props.title}</h1>
        {props.aside}
      </div>
      {props.children}
    </div>
  )
}
