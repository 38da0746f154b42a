import type { FormEvent, ReactNode } from 'react'
import type { ApiError } from '../api/problem.ts'
import { refusalOf } from '../components/complaint.ts'
import { FormAlert } from '../components/form-alert.tsx'
import { useMessages } from '../i18n/language.tsx'

interface FormProps {
  /** What became of the last attempt. */
  error: ApiError | null
  /** Names of the inputs, which say themselves what is wrong with them. */
  fields: readonly string[]
  onSubmit(value: (name: string) => string, form: HTMLFormElement): void
  children: ReactNode
}

/** A form of the settings: its fields below each other, and why it was refused on top. */
export function Form({ error, fields, onSubmit, children }: FormProps) {
  const { shell } = useMessages()
  const refusal = refusalOf(error, fields, shell.refused)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const data = new FormData(form)
    onSubmit((name) => String(data.get(name) ?? ''), form)
  }
  return (
    <form onSubmit={submit} className="grid gap-4">
      {refusal !== undefined && <FormAlert>{refusal}</FormAlert>}
      {children}
    </form>
  )
}
