import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { KeyRound } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { useMe } from '../account/use-me.ts'
import { createKey, keysQuery, restoreKey, revokeKey } from '../api/projects.ts'
import type { ProjectKey } from '../api/shapes.ts'
import { Button } from '../components/button.tsx'
import { CopyButton } from '../components/copy-button.tsx'
import { Failure } from '../components/failure.tsx'
import { inputStyle } from '../components/field.tsx'
import { Panel } from '../components/panel.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { say } from '../components/toast.ts'
import { useMessages } from '../i18n/language.tsx'
import { mayDo } from '../organization/access.ts'
import { useRefused } from '../organization/use-refused.ts'
import { KeyDialog } from './key-dialog.tsx'

export function Keys({ id }: { id: string }) {
  const { projects } = useMessages()
  const may = mayDo(useMe(), 'key.manage')
  const { data, error, refetch } = useQuery(keysQuery(id))
  return (
    <Panel title={projects.keys}>
      {error !== null && <Failure error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton className="m-4 h-12" />}
      <ul className="divide-y divide-line">
        {data?.map((key) => (
          <KeyRow key={key.id} id={id} projectKey={key} may={may} />
        ))}
      </ul>
      {data !== undefined && may && <NewKey id={id} />}
      {data !== undefined && !may && (
        <p className="border-t border-line px-4 py-3 text-xs text-muted">{projects.keysReadOnly}</p>
      )}
    </Panel>
  )
}

/** A revoked key takes no more errors at once; it can be restored as quickly. */
function KeyRow({ id, projectKey, may }: { id: string; projectKey: ProjectKey; may: boolean }) {
  const { projects, shell } = useMessages()
  const refresh = useRefresh(id)
  const { name, dsn, active, allowedOrigins } = projectKey
  const [editing, setEditing] = useState(false)
  const turn = useMutation({
    mutationFn: (on: boolean) => (on ? restoreKey : revokeKey)(id, projectKey.id),
    onSuccess: (_, on) => {
      const undo = { label: shell.undo, run: () => turn.mutate(!on) }
      say(on ? projects.keyRestored(name) : projects.keyRevoked(name), on ? {} : { action: undo })
      return refresh()
    },
    onError: useRefused(),
  })
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-3">
      <KeyRound className={`size-4 shrink-0 ${active ? 'text-ok' : 'text-muted'}`} aria-hidden="true" />
      <div className="min-w-0 flex-1 basis-60">
        <p className="font-medium">
          {name}{' '}
          <span className="ms-1 text-xs font-normal text-muted">{active ? projects.active : projects.revoked}</span>
        </p>
        <p className="text-xs text-muted" title={allowedOrigins?.join(', ')}>
          {allowedOrigins === null ? projects.everyOrigin : projects.ownOrigins(allowedOrigins.length)}
        </p>
        <code className={`block truncate font-mono text-xs text-muted ${active ? '' : 'line-through'}`}>{dsn}</code>
      </div>
      <div className="flex gap-2">
        {active && <CopyButton text={dsn} label={projects.dsn} />}
        {may && (
          <Button size="small" aria-label={projects.editKey(name)} onClick={() => setEditing(true)}>
            {projects.edit}
          </Button>
        )}
        {may && (
          <Button
            size="small"
            look={active ? 'danger' : 'outline'}
            disabled={turn.isPending}
            onClick={() => turn.mutate(!active)}
          >
            {active ? projects.revoke : projects.restore}
          </Button>
        )}
      </div>
      {editing && (
        <KeyDialog project={id} projectKey={projectKey} onSaved={refresh} onClose={() => setEditing(false)} />
      )}
    </li>
  )
}

function NewKey({ id }: { id: string }) {
  const { projects } = useMessages()
  const refresh = useRefresh(id)
  const create = useMutation({
    mutationFn: (name: string) => createKey(id, name),
    onSuccess: refresh,
    onError: useRefused(),
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const name = String(new FormData(form).get('name')).trim()
    if (name !== '') create.mutate(name, { onSuccess: () => form.reset() })
  }
  return (
    <form onSubmit={submit} className="flex gap-2 border-t border-line p-4">
      <input
        name="name"
        required
        maxLength={100}
        autoComplete="off"
        aria-label={projects.keyName}
        placeholder={projects.keyName}
        className={`${inputStyle} max-w-72`}
      />
      <Button type="submit" className="h-9" disabled={create.isPending}>
        {projects.addKey}
      </Button>
    </form>
  )
}

/** A project's DSN is that of its first active key, so both are read again. */
function useRefresh(id: string) {
  const queries = useQueryClient()
  return () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: ['project', id] }),
      queries.invalidateQueries({ queryKey: ['projects'] }),
    ])
}
