import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { Organisation } from '../../../contract/organisations.ts'
import { useMe } from '../account/use-me.ts'
import { changeOrganization } from '../api/organization.ts'
import { Button } from '../components/button.tsx'
import { Field } from '../components/field.tsx'
import { Panel } from '../components/panel.tsx'
import { say } from '../components/toast.ts'
import { type Messages, useMessages } from '../i18n/language.tsx'
import { mayDo } from './access.ts'
import { AreaField } from './area-field.tsx'
import { type Origins, originsIn } from './origins.ts'
import { Refusal } from './refusal.tsx'
import { useComplaint } from './use-complaint.ts'

const mostOrigins = 50

/** Name and origins; who may not change them sees them all the same. */
export function DetailsForm({ organization, onReload }: { organization: Organisation; onReload(): void }) {
  const { organization: words } = useMessages()
  const may = mayDo(useMe(), 'organization.manage')
  const [name, setName] = useState(organization.name)
  const [text, setText] = useState(organization.allowedOrigins.join('\n'))
  const [checked, setChecked] = useState(false)
  const save = useSave(organization)
  const complaintOn = useComplaint(save.error)
  const read = originsIn(text)
  const { origins, wrong } = read
  const complaint = (checked ? originComplaint(read, words) : undefined) ?? serverComplaint(save.error)
  const unchanged = name.trim() === organization.name && origins.join() === organization.allowedOrigins.join()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setChecked(true)
    const sound = wrong === undefined && origins.length <= mostOrigins
    if (sound) save.mutate({ name: name.trim(), allowedOrigins: origins, version: organization.version })
  }
  return (
    <Panel title={words.general.details}>
      <form onSubmit={submit} className="grid gap-5 p-4">
        {!may && <p className="rounded-md bg-hover px-3 py-2 text-muted">{words.readOnly}</p>}
        <Refusal error={save.error} onReload={onReload} />
        <Field
          label={words.name}
          value={name}
          onChange={(event) => setName(event.target.value)}
          required
          maxLength={100}
          readOnly={!may}
          autoComplete="organization"
          complaint={complaintOn('name')}
        />
        <AreaField
          label={words.general.origins}
          hint={words.general.originsHint}
          placeholder={may ? words.general.originsExample : undefined}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onBlur={() => setChecked(true)}
          readOnly={!may}
          complaint={complaint}
        />
        {may && (
          <Button
            type="submit"
            look="primary"
            className="justify-self-start"
            disabled={save.isPending || (unchanged && wrong === undefined)}
          >
            {words.save}
          </Button>
        )}
      </form>
    </Panel>
  )
}

/** The shell shows the name too, so who is signed in is asked again. */
function useSave({ id }: Organisation) {
  const { organization: words } = useMessages()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (change: Parameters<typeof changeOrganization>[1]) => changeOrganization(id, change),
    onSuccess: (changed) => {
      queries.setQueryData(['organization', id], changed)
      say(words.saved)
      return queries.invalidateQueries({ queryKey: ['session'] })
    },
  })
}

function originComplaint({ origins, wrong }: Origins, words: Messages['organization']) {
  const { notOrigin, notOriginBut, tooManyOrigins } = words.general
  if (origins.length > mostOrigins) return tooManyOrigins
  if (wrong === undefined) return undefined
  return wrong.origin === undefined ? notOrigin(wrong.text) : notOriginBut(wrong.text, wrong.origin)
}

/** The API points at one of the origins by its place. */
const serverComplaint = (error: ReturnType<typeof useSave>['error']) =>
  error?.problem.errors?.find(({ pointer }) => pointer.includes('allowedOrigins'))?.detail
