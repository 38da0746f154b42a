import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { FlaskConical, Send } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import type { DryRun } from '../../../contract/event-log.ts'
import { publishEvent, tryEvent, type WrittenEvent } from '../api/log.ts'
import { type ApiError, apiError } from '../api/problem.ts'
import { Button } from '../components/button.tsx'
import { Field } from '../components/field.tsx'
import { say } from '../components/toast.ts'
import { useMessages } from '../i18n/language.tsx'
import { Refusal } from '../organization/refusal.tsx'
import { useComplaint } from '../organization/use-complaint.ts'
import { DataForm } from './data-form.tsx'
import { type Draft, written } from './draft.ts'
import { DryRunResult } from './dry-run-result.tsx'
import { JsonEditor } from './json-editor.tsx'
import type { JsonSchema } from './schema-fields.ts'

interface PublishFormProps {
  type: string
  /** Absent for a type that the catalogue does not know. */
  schema: JsonSchema | undefined
  initial: Draft
}

const isObject = (data: unknown): data is Record<string, unknown> =>
  typeof data === 'object' && data !== null && !Array.isArray(data)

export function PublishForm({ type, schema, initial }: PublishFormProps) {
  const { activity } = useMessages()
  const { publish } = activity
  const [draft, setDraft] = useState(initial)
  const [readable, setReadable] = useState(true)
  const { id, dryRun, send, again } = usePublish()
  const change = (changed: Partial<Draft>) => {
    again()
    setDraft({ ...draft, ...changed })
  }
  const tried = dryRun.data?.data[0]
  const error = send.error ?? dryRun.error
  const complaintOn = useComplaint(error ?? refusalIn(tried))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (readable) send.mutate(written(draft, type, id))
  }
  const text = (name: 'subject' | 'partitionkey' | 'source') => ({
    value: draft[name],
    onChange: ({ target }: { target: { value: string } }) => change({ [name]: target.value }),
    complaint: complaintOn(name),
    autoComplete: 'off',
    spellCheck: false,
    className: 'font-mono',
  })
  return (
    <form onSubmit={submit} noValidate className="grid gap-5">
      <GeneralRefusal error={error} />
      <DataEditor
        schema={schema}
        data={draft.data}
        onData={(data) => change({ data })}
        onReadable={setReadable}
        complaintOn={(name) => complaintOn(`data/${name}`)}
      />
      <div className="grid items-start gap-4 sm:grid-cols-3">
        <Field {...text('subject')} label={activity.attributes.subject} hint={publish.subjectHint} />
        <Field {...text('partitionkey')} label={publish.key} hint={publish.keyHint} />
        <Field {...text('source')} label={activity.attributes.source} hint={publish.sourceHint} />
      </div>
      {tried !== undefined && <DryRunResult result={tried} />}
      <div className="flex flex-wrap justify-end gap-2">
        <Button disabled={!readable || dryRun.isPending} onClick={() => dryRun.mutate(written(draft, type, id))}>
          <FlaskConical aria-hidden="true" />
          {publish.dryRun}
        </Button>
        <Button type="submit" look="primary" disabled={!readable || send.isPending}>
          <Send aria-hidden="true" />
          {send.isPending ? publish.publishing : publish.publish}
        </Button>
      </div>
    </form>
  )
}

/** What a dry run has against the event, as the refusal that publishing it would be. */
const refusalIn = (tried: DryRun['data'][number] | undefined): ApiError | null =>
  tried?.outcome === 'refused' ? apiError({ status: 422, code: 'invalid', title: '', errors: tried.errors }) : null

/** The same id until something is changed, so that pressing twice makes one event. */
function usePublish() {
  const { publish } = useMessages().activity
  const navigate = useNavigate()
  const [id, setId] = useState(() => crypto.randomUUID())
  const dryRun = useMutation({ mutationFn: (event: WrittenEvent) => tryEvent(event) })
  const send = useMutation({
    mutationFn: (event: WrittenEvent) => publishEvent(event),
    onSuccess: ({ data }) => {
      say(data[0]?.outcome === 'duplicate' ? publish.duplicate : publish.published)
      void navigate({ to: '/activity/events/$id', params: { id } })
    },
  })
  const again = () => {
    setId(crypto.randomUUID())
    dryRun.reset()
    send.reset()
  }
  return { id, dryRun, send, again }
}

/** What is wrong with the event as a whole: what a field says is not said twice. */
function GeneralRefusal({ error }: { error: ApiError | null }) {
  if (error === null || (error.problem.errors?.length ?? 0) > 0) return null
  return <Refusal error={error} />
}

interface DataEditorProps {
  schema: JsonSchema | undefined
  data: unknown
  onData(data: unknown): void
  /** Told whether what stands in the editor can be sent. */
  onReadable(readable: boolean): void
  complaintOn(name: string): string | undefined
}

/** A form made of the schema, or the JSON itself: both edit the same data. */
function DataEditor({ schema, data, onData, onReadable, complaintOn }: DataEditorProps) {
  const { publish } = useMessages().activity
  const [mode, setMode] = useState<'form' | 'json'>(schema === undefined ? 'json' : 'form')
  const choose = (wish: 'form' | 'json') => {
    onReadable(true)
    setMode(wish)
  }
  return (
    <fieldset className="grid gap-3">
      <legend className="sr-only">{publish.data}</legend>
      <div className="flex items-center justify-between gap-2 border-b border-line pb-2">
        <span className="text-sm font-semibold" aria-hidden="true">
          {publish.data}
        </span>
        {schema !== undefined && (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset inside the fieldset would say the name twice
          <div role="group" aria-label={publish.editor} className="flex gap-1">
            {(['form', 'json'] as const).map((known) => (
              <Button
                key={known}
                size="small"
                look={known === mode ? 'outline' : 'quiet'}
                aria-pressed={known === mode}
                disabled={known === 'form' && !isObject(data)}
                onClick={() => choose(known)}
              >
                {publish[known]}
              </Button>
            ))}
          </div>
        )}
      </div>
      {mode === 'form' && schema !== undefined ? (
        <DataForm schema={schema} data={isObject(data) ? data : {}} onData={onData} complaintOn={complaintOn} />
      ) : (
        <JsonEditor data={data} onData={onData} onReadable={onReadable} complaint={complaintOn('')} />
      )}
    </fieldset>
  )
}
