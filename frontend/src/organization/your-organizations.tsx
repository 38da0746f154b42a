import { useMutation } from '@tanstack/react-query'
import { Building2 } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { createOrganization } from '../api/organization.ts'
import type { Me } from '../api/shapes.ts'
import { Button } from '../components/button.tsx'
import { Dialog } from '../components/dialog.tsx'
import { Field } from '../components/field.tsx'
import { Panel } from '../components/panel.tsx'
import { useMessages } from '../i18n/language.tsx'
import { enterOrganization, useSwitch } from '../session/enter-organization.ts'
import { Refusal } from './refusal.tsx'
import { useComplaint } from './use-complaint.ts'

/** A session that an identity provider vouched for stays in its organisation, so it can neither switch nor create. */
export function YourOrganizations({ me }: { me: Me }) {
  const { organization } = useMessages()
  const { general } = organization
  const [creating, setCreating] = useState(false)
  const change = useSwitch('/settings/organization')
  const confined = me.provider !== null
  return (
    <Panel title={general.yours} aside={!confined && <Create onOpen={() => setCreating(true)} />}>
      <p className="px-4 pt-3 text-muted">{confined ? organization.refusals.managed_by_provider : general.yoursText}</p>
      <ul className="divide-y divide-line py-1">
        {me.organizations.map(({ id, name, role }) => (
          <li key={id} className="flex min-h-12 flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2">
            <Building2 className="size-4 shrink-0 text-muted" aria-hidden="true" />
            <span className="min-w-0 flex-1 basis-40 truncate font-medium" title={name}>
              {name} <span className="ms-1 text-xs font-normal text-muted">{organization.roles[role]}</span>
            </span>
            {id === me.organization.id ? (
              <span className="text-xs text-muted">{general.current}</span>
            ) : (
              <Button
                size="small"
                aria-label={general.entering(name)}
                disabled={change.isPending}
                onClick={() => change.mutate(id)}
              >
                {general.enter}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {creating && <CreateDialog onClose={() => setCreating(false)} />}
    </Panel>
  )
}

function Create({ onOpen }: { onOpen(): void }) {
  const { general } = useMessages().organization
  return (
    <Button size="small" onClick={onOpen}>
      {general.create}
    </Button>
  )
}

function CreateDialog({ onClose }: { onClose(): void }) {
  const { organization } = useMessages()
  const { general } = organization
  const create = useMutation({
    mutationFn: createOrganization,
    onSuccess: ({ id }) => enterOrganization(id, '/projects'),
  })
  const complaintOn = useComplaint(create.error)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    create.mutate(String(new FormData(event.currentTarget).get('name')).trim())
  }
  return (
    <Dialog title={general.create} onClose={onClose}>
      <form onSubmit={submit} className="grid gap-4">
        <Refusal error={create.error} />
        <Field
          label={organization.name}
          name="name"
          required
          maxLength={100}
          autoComplete="off"
          hint={general.createText}
          complaint={complaintOn('name')}
        />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{organization.cancel}</Button>
          <Button type="submit" look="primary" disabled={create.isPending}>
            {general.createSubmit}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
