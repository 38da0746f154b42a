import type { ReactNode } from 'react'

/** A page or panel that has nothing to show says why, with at most one thing to do; `page` where nothing else is on the page. */
export function Notice(props: { icon: ReactNode; title: string; text?: string; page?: boolean; children?: ReactNode }) {
  const Heading = props.page === true ? 'h1' : 'h2'
  return (
    <div className="mx-auto grid max-w-2xl justify-items-center gap-3 px-4 py-14 text-center">
      <div className="grid size-11 place-items-center rounded-full bg-hover text-muted [&_svg]:size-5">
        {props.icon}
      </div>
      <Heading className="text-base font-semibold">{props.title}</Heading>
      {props.text !== undefined && <p className="max-w-md text-muted">{props.text}</p>}
      {props.children}
    </div>
  )
}
