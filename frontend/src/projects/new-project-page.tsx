import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { FormEvent } from 'react'
import { createProject } from '../api/projects.ts'
import { Button } from '../components/button.tsx'
import { Field } from '../components/field.tsx'
import { usePageTitle } from '../components/page-title.ts'
import { useMessages } from '../i18n/language.tsx'
import { useComplaint } from '../organization/use-complaint.ts'
import { platforms } from './snippets.ts'

function useCreate() {
  const queries = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: createProject,
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: ['projects'] })
      await navigate({ to: '/projects/$id', params: { id } })
    },
  })
}

export function NewProjectPage() {
  const { projects, shell } = useMessages()
  const create = useCreate()
  const complaintOn = useComplaint(create.error)
  usePageTitle(projects.createTitle)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    create.mutate({ name: String(form.get('name')).trim(), platform: String(form.get('platform')) })
  }
  const { problem } = create.error ?? {}
  return (
    <div className="mx-auto max-w-2xl px-3 py-4 md:px-6">
      <h1 className="text-xl font-semibold tracking-tight">{projects.createTitle}</h1>
      <p className="mt-1 mb-5 text-muted">{projects.createText}</p>
      <form onSubmit={submit} className="grid gap-5 rounded-xl border border-line bg-surface p-5">
        {problem !== undefined && (
          <p role="alert" className="rounded-md bg-error-soft px-3 py-2 text-error">
            {problem.status === 403 ? shell.failed.forbidden : (problem.detail ?? problem.title)}
          </p>
        )}
        <Field
          label={projects.name}
          name="name"
          required
          maxLength={100}
          autoComplete="off"
          hint={projects.nameHint}
          complaint={complaintOn('name')}
        />
        <PlatformChoice />
        <Button type="submit" look="primary" size="large" className="justify-self-start" disabled={create.isPending}>
          {projects.save}
        </Button>
      </form>
    </div>
  )
}

function PlatformChoice() {
  const { projects } = useMessages()
  return (
    <fieldset>
      <legend className="mb-1.5 text-sm font-medium">{projects.platform}</legend>
      <div className="grid grid-cols-2 gap-2 sm:grid-cols-3">
        {platforms.map(({ platform, name }, i) => (
          <label
            key={platform}
            className="flex h-10 items-center gap-2 rounded-md border border-line px-3 hover:bg-hover has-checked:border-accent has-checked:bg-accent-soft"
          >
            <input type="radio" name="platform" value={platform} defaultChecked={i === 0} />
            {name}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
