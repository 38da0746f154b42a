import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ChangeEvent, type FormEvent, useState } from 'react'
import type { OidcProvider } from '../../../contract/oidc.ts'
import { useMe } from '../account/use-me.ts'
import { changeProvider, createProvider, providersQuery } from '../api/providers.ts'
import { Button } from '../components/button.tsx'
import { Field } from '../components/field.tsx'
import { Panel } from '../components/panel.tsx'
import { say } from '../components/toast.ts'
import { useMessages } from '../i18n/language.tsx'
import { runsDeployment } from './access.ts'
import { CheckField } from './check-field.tsx'
import { draftOf, emptyDraft, formOf, type ProviderDraft, withPreset } from './provider-draft.ts'
import { ProviderMapping } from './provider-mapping.tsx'
import { ProviderUrls } from './provider-panel.tsx'
import { PRESETS, type Preset } from './provider-presets.ts'
import { Refusal } from './refusal.tsx'
import { useComplaint } from './use-complaint.ts'

interface ProviderFormProps {
  /** Absent where a new one is added. */
  provider?: OidcProvider
  onDone(): void
  onReload(): void
}

type TextField = 'name' | 'issuer' | 'clientId' | 'clientSecret' | 'scopes' | 'roleClaim' | 'audience'

export function ProviderForm({ provider, onDone, onReload }: ProviderFormProps) {
  const { organization } = useMessages()
  const { sso } = organization
  const [draft, setDraft] = useState(provider === undefined ? emptyDraft : draftOf(provider))
  const [preset, setPreset] = useState<Preset>()
  const save = useSave(provider, onDone)
  const complaintOn = useComplaint(save.error)
  const mayList = runsDeployment(useMe())
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate(formOf(draft, { mayList }))
  }
  const choose = (chosen: Preset) => {
    setPreset(chosen)
    setDraft(withPreset(draft, chosen))
  }
  const text = (field: TextField) => ({
    value: draft[field],
    onChange: (event: ChangeEvent<HTMLInputElement>) => setDraft({ ...draft, [field]: event.target.value }),
    complaint: complaintOn(field),
    autoComplete: 'off',
    spellCheck: false,
  })
  return (
    <Panel title={provider === undefined ? sso.create : sso.edit(provider.name)}>
      <form onSubmit={submit} className="grid gap-5 p-4">
        <Refusal error={save.error} onReload={onReload} />
        {provider === undefined && <PresetChoice chosen={preset} onChoose={choose} />}
        <Field {...text('name')} label={organization.name} hint={sso.nameHint} required maxLength={100} />
        <Field
          {...text('issuer')}
          label={sso.issuer}
          hint={sso.issuerHint}
          type="url"
          placeholder={preset?.issuer ?? 'https://id.example'}
          required
        />
        <div className="grid items-start gap-5 sm:grid-cols-2">
          <Field {...text('clientId')} label={sso.clientId} required />
          <Field
            {...text('clientSecret')}
            label={sso.clientSecret}
            type="password"
            autoComplete="new-password"
            hint={provider?.hasClientSecret === true ? sso.secretKept : sso.secretHint}
          />
        </div>
        {provider?.hasClientSecret === true && draft.clientSecret === '' && (
          <CheckField
            label={sso.forgetSecret}
            checked={draft.forgetSecret}
            onChange={(event) => setDraft({ ...draft, forgetSecret: event.target.checked })}
          />
        )}
        <Field {...text('scopes')} label={sso.scopes} hint={sso.scopesHint} required />
        <Field {...text('roleClaim')} label={sso.roleClaim} hint={sso.roleClaimHint} required />
        <ProviderMapping draft={draft} error={save.error} onDraft={setDraft} />
        <Field {...text('audience')} label={sso.audience} hint={sso.audienceHint} />
        <Switches draft={draft} mayList={mayList} onDraft={setDraft} />
        {provider === undefined ? (
          <p className="text-xs text-muted">{sso.registerText}</p>
        ) : (
          <section className="grid gap-2">
            <h3 className="text-sm font-medium">{sso.register}</h3>
            <ProviderUrls provider={provider} />
          </section>
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={onDone}>{organization.cancel}</Button>
          <Button type="submit" look="primary" disabled={save.isPending}>
            {provider === undefined ? sso.submit : organization.save}
          </Button>
        </div>
      </form>
    </Panel>
  )
}

function useSave(provider: OidcProvider | undefined, onDone: () => void) {
  const { organization } = useMessages()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (form: ReturnType<typeof formOf>) =>
      provider === undefined
        ? createProvider(form)
        : changeProvider(provider.id, { ...form, version: provider.version }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: providersQuery.queryKey })
      say(organization.saved)
      onDone()
    },
  })
}

function PresetChoice({ chosen, onChoose }: { chosen: Preset | undefined; onChoose(preset: Preset): void }) {
  const { sso } = useMessages().organization
  return (
    <fieldset>
      <legend className="mb-1.5 text-sm font-medium">{sso.preset}</legend>
      <div className="flex flex-wrap gap-2">
        {PRESETS.map((preset) => (
          <label
            key={preset.name}
            className="flex h-9 items-center gap-2 rounded-md border border-line px-3 hover:bg-hover has-checked:border-accent has-checked:bg-accent-soft"
          >
            <input type="radio" name="preset" checked={chosen === preset} onChange={() => onChoose(preset)} />
            {sso.presets[preset.name]}
          </label>
        ))}
      </div>
      {chosen !== undefined && (
        <p className="mt-2 text-xs text-muted" role="status">
          {sso.presetHints[chosen.name]}
        </p>
      )}
    </fieldset>
  )
}

interface SwitchesProps {
  draft: ProviderDraft
  mayList: boolean
  onDraft(draft: ProviderDraft): void
}

function Switches({ draft, mayList, onDraft }: SwitchesProps) {
  const { sso } = useMessages().organization
  return (
    <div className="grid gap-3">
      <CheckField
        label={sso.enabled}
        hint={sso.enabledHint}
        checked={draft.enabled}
        onChange={(event) => onDraft({ ...draft, enabled: event.target.checked })}
      />
      <CheckField
        label={sso.listed}
        hint={mayList ? sso.listedHint : sso.listedAdmin}
        checked={draft.listed}
        disabled={!mayList}
        onChange={(event) => onDraft({ ...draft, listed: event.target.checked })}
      />
    </div>
  )
}
