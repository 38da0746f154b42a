import type { ReactNode } from 'react'

/** What is wrong with several fields together. */
export function Complaint({ children }: { children: ReactNode }) {
  if (children === undefined) return null
  return (
    <p role="alert" className="text-xs text-error">
      {children}
    </p>
  )
}
