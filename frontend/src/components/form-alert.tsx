import type { ReactNode } from 'react'

/** Why a form was not taken, read aloud at once. */
export function FormAlert({ children }: { children: ReactNode }) {
  return (
    <p role="alert" className="rounded-md bg-error-soft px-3 py-2 text-error">
      {children}
    </p>
  )
}
