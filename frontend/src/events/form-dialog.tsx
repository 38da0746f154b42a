import type { FormEvent, ReactNode } from 'react'
import { Button } from '../components/button.tsx'
import { Dialog } from '../components/dialog.tsx'
import { FormAlert } from '../components/form-alert.tsx'
import { useMessages } from '../i18n/language.tsx'

interface FormDialogProps {
  title: string
  submit: string
  danger?: boolean
  /** What is wrong with all of it. */
  alert: string | null
  disabled: boolean
  onSubmit(): void
  onClose(): void
  children: ReactNode
}

/** A form in front of its page: what is wrong with all of it above, and the two ways out below. */
export function FormDialog(props: FormDialogProps) {
  const { organization } = useMessages()
  const submit = (sent: FormEvent) => {
    sent.preventDefault()
    props.onSubmit()
  }
  return (
    <Dialog title={props.title} onClose={props.onClose}>
      <form onSubmit={submit} className="grid gap-4">
        {props.alert !== null && <FormAlert>{props.alert}</FormAlert>}
        {props.children}
        <div className="flex justify-end gap-2">
          <Button onClick={props.onClose}>{organization.cancel}</Button>
          <Button type="submit" look={props.danger === true ? 'danger' : 'primary'} disabled={props.disabled}>
            {props.submit}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
