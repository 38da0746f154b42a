import { type FormEvent, useState } from 'react'
import type { ApiError } from '../api/problem.ts'
import { Button } from '../components/button.tsx'
import { Dialog } from '../components/dialog.tsx'
import { Field } from '../components/field.tsx'
import { useMessages } from '../i18n/language.tsx'
import { Refusal } from './refusal.tsx'

interface ConfirmProps {
  title: string
  text: string
  submit: string
  /** A name that must be typed first, for what cannot be undone. */
  typed?: string
  mutation: { mutate(): void; isPending: boolean; error: ApiError | null }
  onClose(): void
}

/** Asks before something is lost. The refusal stays in view, and so does what it was about. */
export function Confirm({ title, text, submit, typed, mutation, onClose }: ConfirmProps) {
  const { organization } = useMessages()
  const [name, setName] = useState('')
  const send = (event: FormEvent) => {
    event.preventDefault()
    mutation.mutate()
  }
  return (
    <Dialog title={title} onClose={onClose}>
      <form onSubmit={send} className="grid gap-4">
        <Refusal error={mutation.error} />
        <p className="wrap-anywhere">{text}</p>
        {typed !== undefined && (
          <Field
            label={organization.typeName(typed)}
            value={name}
            onChange={(event) => setName(event.target.value)}
            autoComplete="off"
            required
          />
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{organization.cancel}</Button>
          <Button
            type="submit"
            look="danger"
            disabled={mutation.isPending || (typed !== undefined && name.trim() !== typed)}
          >
            {submit}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
