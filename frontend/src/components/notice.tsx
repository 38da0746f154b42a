import type { ReactNode } from 'react'

/** A page or panel that has nothing to show says why, with at most one thing to do. */
export function Notice(props: { icon: ReactNode; title: string; text?: string; children?: ReactNode }) {
  return (
    <div className="mx-auto grid max-w-2xl justify-items-center gap-3 px-4 py-14 text-center">
      <div className="grid size-11 place-items-center rounded-full bg-hover text-muted [&_svg]:size-5">
        {props.icon}
      </div>
      <h2 className="text-base font-semibold">{props.title}</h2>
      {props.text !== undefined && <p className="max-w-md text-muted">{props.text}</p>}
      {props.children}
    </div>
  )
}
