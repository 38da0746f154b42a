import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { ApiError } from '../api/problem.ts'
import { changeKey } from '../api/projects.ts'
import type { ProjectKey } from '../api/shapes.ts'
import { Button } from '../components/button.tsx'
import { Dialog } from '../components/dialog.tsx'
import { Field } from '../components/field.tsx'
import { useMessages } from '../i18n/language.tsx'
import { AreaField } from '../organization/area-field.tsx'
import { Refusal } from '../organization/refusal.tsx'
import { useComplaint } from '../organization/use-complaint.ts'

interface KeyDialogProps {
  project: string
  projectKey: ProjectKey
  onSaved(): Promise<unknown>
  onClose(): void
}

/** Name of a key, and from where browsers may send with it. */
export function KeyDialog({ project, projectKey, onSaved, onClose }: KeyDialogProps) {
  const { projects, organization } = useMessages()
  const [name, setName] = useState(projectKey.name)
  const [text, setText] = useState((projectKey.allowedOrigins ?? []).join('\n'))
  const origins = text.split(/[\s,]+/).filter((line) => line !== '')
  const save = useMutation({
    mutationFn: () =>
      changeKey(project, projectKey.id, {
        name: name.trim(),
        allowedOrigins: origins.length === 0 ? null : origins,
      }),
    onSuccess: async () => {
      await onSaved()
      onClose()
    },
  })
  const complaintOn = useComplaint(save.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  const wrong = refusedOrigin(save.error, origins)
  return (
    <Dialog title={projects.editKey(projectKey.name)} onClose={onClose}>
      <form onSubmit={submit} className="grid gap-5">
        <Refusal error={save.error} />
        <Field
          label={projects.name}
          value={name}
          onChange={(event) => setName(event.target.value)}
          required
          maxLength={100}
          autoComplete="off"
          complaint={complaintOn('name')}
        />
        <AreaField
          label={projects.keyOrigins}
          hint={projects.keyOriginsHint}
          placeholder={'https://shop.example\n*.shop.example'}
          value={text}
          onChange={(event) => setText(event.target.value)}
          complaint={wrong === undefined ? undefined : organization.general.notOrigin(wrong)}
        />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{organization.cancel}</Button>
          <Button type="submit" look="primary" disabled={save.isPending}>
            {organization.save}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

/** The entry that the API points at by its place. */
function refusedOrigin(error: ApiError | null, origins: readonly string[]): string | undefined {
  const pointer = error?.problem.errors?.find((one) => one.pointer.startsWith('/allowedOrigins'))?.pointer
  return pointer === undefined ? undefined : (origins[Number(pointer.split('/')[2])] ?? origins.join(' '))
}
