import type { ReactNode } from 'react'

/** A titled part of a page. */
export function Panel(props: { title: ReactNode; aside?: ReactNode; children: ReactNode; id?: string }) {
  return (
    <section id={props.id} className="min-w-0 rounded-xl border border-line bg-surface">
      <div className="flex min-h-11 flex-wrap items-center justify-between gap-2 border-b border-line px-4 py-2">
        <h2 className="text-sm font-semibold">{props.title}</h2>
        {props.aside}
      </div>
      {props.children}
    </section>
  )
}
