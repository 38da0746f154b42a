import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { changeProject, projectQuery, removeProject } from '../api/projects.ts'
import type { Project } from '../api/shapes.ts'
import { Button } from '../components/button.tsx'
import { Field } from '../components/field.tsx'
import { Panel } from '../components/panel.tsx'
import { say } from '../components/toast.ts'
import { useMessages } from '../i18n/language.tsx'
import { Confirm } from '../organization/confirm.tsx'
import { Refusal } from '../organization/refusal.tsx'
import { useComplaint } from '../organization/use-complaint.ts'

/** Name and end of a project; shown to who may change them. */
export function ProjectSettings({ project }: { project: Project }) {
  const { projects } = useMessages()
  const queries = useQueryClient()
  const reload = () => void queries.resetQueries({ queryKey: projectQuery(project.id).queryKey, exact: true })
  return (
    <Panel title={projects.settings}>
      <Rename key={project.version} project={project} onReload={reload} />
      <Remove project={project} />
    </Panel>
  )
}

function Rename({ project, onReload }: { project: Project; onReload(): void }) {
  const { projects, organization } = useMessages()
  const queries = useQueryClient()
  const [name, setName] = useState(project.name)
  const save = useMutation({
    mutationFn: () => changeProject(project.id, { name: name.trim(), version: project.version }),
    onSuccess: async (changed) => {
      queries.setQueryData(projectQuery(project.id).queryKey, changed)
      await queries.invalidateQueries({ queryKey: ['projects'] })
      say(organization.saved)
    },
  })
  const complaintOn = useComplaint(save.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  return (
    <form onSubmit={submit} className="grid gap-3 p-4">
      <Refusal error={save.error} onReload={onReload} />
      <div className="flex flex-wrap items-end gap-2">
        <div className="min-w-0 flex-1 basis-56 sm:max-w-96">
          <Field
            label={projects.name}
            value={name}
            onChange={(event) => setName(event.target.value)}
            required
            maxLength={100}
            autoComplete="off"
            complaint={complaintOn('name')}
          />
        </div>
        <Button type="submit" className="h-9" disabled={save.isPending || name.trim() === project.name}>
          {projects.rename}
        </Button>
      </div>
    </form>
  )
}

function Remove({ project: { id, name } }: { project: Project }) {
  const { projects } = useMessages()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [asking, setAsking] = useState(false)
  const remove = useMutation({
    mutationFn: () => removeProject(id, name),
    onSuccess: async () => {
      await navigate({ to: '/projects' })
      queries.removeQueries({ queryKey: ['project', id] })
      void queries.invalidateQueries({ queryKey: ['issues'] })
      await queries.invalidateQueries({ queryKey: ['projects'] })
      say(projects.removed(name))
    },
  })
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 border-t border-line p-4">
      <p className="min-w-0 flex-1 basis-56 text-muted">{projects.removeText}</p>
      <Button look="danger" onClick={() => setAsking(true)}>
        {projects.remove}
      </Button>
      {asking && (
        <Confirm
          title={projects.removeTitle(name)}
          text={projects.removeText}
          submit={projects.remove}
          typed={name}
          mutation={remove}
          onClose={() => setAsking(false)}
        />
      )}
    </div>
  )
}
