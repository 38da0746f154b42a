import { type ReactNode, useEffect, useRef } from 'react'
import { Brand } from '../components/brand.tsx'
import { usePageTitle } from '../components/page-title.ts'

/** What became of a form, in its place: the focus comes along, so that it is read. */
export function Done(props: { title: string; text: string; children?: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null)
  usePageTitle(props.title)
  useEffect(() => heading.current?.focus(), [])
  return (
    <main className="grid justify-items-center px-4 py-[max(2.5rem,11dvh)]">
      <div className="grid w-full max-w-sm justify-items-center gap-3 text-center">
        <Brand className="size-12" />
        <h1 ref={heading} tabIndex={-1} className="text-xl font-semibold tracking-tight outline-none">
          {props.title}
        </h1>
        <p className="text-balance text-muted wrap-break-word">{props.text}</p>
        <div className="mt-3 grid w-full gap-4">{props.children}</div>
      </div>
    </main>
  )
}
