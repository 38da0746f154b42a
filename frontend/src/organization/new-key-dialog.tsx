import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { apiKeysQuery, createApiKey } from '../api/api-keys.ts'
import { Button } from '../components/button.tsx'
import { Dialog } from '../components/dialog.tsx'
import { Field } from '../components/field.tsx'
import { useMessages } from '../i18n/language.tsx'
import type { MadeKey } from './made-key-dialog.tsx'
import { Refusal } from './refusal.tsx'
import { ScopeChoice } from './scope-choice.tsx'
import { READING_SCOPES } from './scopes.ts'
import { useComplaint } from './use-complaint.ts'

const terms = ['30', '90', '365', 'never'] as const
type Term = (typeof terms)[number]

export function NewKeyDialog({ onMade, onClose }: { onMade(made: MadeKey): void; onClose(): void }) {
  const { organization } = useMessages()
  const { keys } = organization
  const [name, setName] = useState('')
  const [scopes, setScopes] = useState<readonly string[]>(READING_SCOPES)
  const [term, setTerm] = useState<Term>('90')
  const [checked, setChecked] = useState(false)
  const create = useCreate(onMade)
  const complaintOn = useComplaint(create.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setChecked(true)
    const expiresInDays = term === 'never' ? null : Number(term)
    if (scopes.length > 0) create.mutate({ name: name.trim(), scopes: [...scopes], expiresInDays })
  }
  const refusedScope = create.error?.problem.errors?.find(({ pointer }) => pointer.includes('scopes'))?.detail
  return (
    <Dialog title={keys.create} onClose={onClose}>
      <form onSubmit={submit} className="grid gap-5">
        <Refusal error={create.error} />
        <Field
          label={organization.name}
          value={name}
          onChange={(event) => setName(event.target.value)}
          required
          maxLength={100}
          autoComplete="off"
          hint={keys.nameHint}
          complaint={complaintOn('name')}
        />
        <ScopeChoice
          chosen={scopes}
          onChange={setScopes}
          complaint={checked && scopes.length === 0 ? keys.pickScope : refusedScope}
        />
        <TermChoice term={term} onTerm={setTerm} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{organization.cancel}</Button>
          <Button type="submit" look="primary" disabled={create.isPending}>
            {keys.submit}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

function useCreate(onMade: (made: MadeKey) => void) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: createApiKey,
    onSuccess: (made) => {
      onMade(made)
      return queries.invalidateQueries({ queryKey: apiKeysQuery.queryKey })
    },
  })
}

function TermChoice({ term, onTerm }: { term: Term; onTerm(term: Term): void }) {
  const { keys } = useMessages().organization
  return (
    <fieldset>
      <legend className="mb-1.5 text-sm font-medium">{keys.expiry}</legend>
      <div className="flex flex-wrap gap-2">
        {terms.map((known) => (
          <label
            key={known}
            className="flex h-9 items-center gap-2 rounded-md border border-line px-3 hover:bg-hover has-checked:border-accent has-checked:bg-accent-soft"
          >
            <input type="radio" name="term" checked={known === term} onChange={() => onTerm(known)} />
            {keys.expiries[known]}
          </label>
        ))}
      </div>
      {term === 'never' && <p className="mt-1.5 text-xs text-warning">{keys.neverHint}</p>}
    </fieldset>
  )
}
