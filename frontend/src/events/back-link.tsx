import { Link, type LinkProps } from '@tanstack/react-router'
import { ArrowLeft } from 'lucide-react'
import type { ReactNode } from 'react'

/** Up, to the list that a page belongs to. */
export function BackLink(props: { to: LinkProps['to'] & string; children: ReactNode }) {
  return (
    <Link
      to={props.to}
      className="inline-flex items-center gap-1.5 justify-self-start rounded p-1 text-xs text-muted hover:text-ink"
    >
      <ArrowLeft className="size-4" aria-hidden="true" />
      {props.children}
    </Link>
  )
}
