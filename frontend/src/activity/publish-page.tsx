import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useId, useState } from 'react'
import { useMe } from '../account/use-me.ts'
import { cloudEventOf, eventQuery, schemaQuery, typesQuery } from '../api/log.ts'
import { inputStyle } from '../components/field.tsx'
import { Panel } from '../components/panel.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { useMessages } from '../i18n/language.tsx'
import { mayDo } from '../organization/access.ts'
import { NoAccess } from '../organization/no-access.tsx'
import { draftLike, emptyDraft } from './draft.ts'
import { PublishForm } from './publish-form.tsx'
import { publishSearch } from './publish-search.ts'

const route = getRouteApi('/shell/activity-frame/activity/publish')

export function PublishPage() {
  const { activity } = useMessages()
  const { publish } = activity
  const search = route.useSearch()
  if (!mayDo(useMe(), 'event.publish')) return <NoAccess text={activity.ownersOnly} />
  return (
    <div className="mx-auto grid max-w-3xl gap-4">
      <p className="text-muted">{publish.intro}</p>
      <Panel title={activity.pages.publish}>
        <div className="grid gap-5 p-4">
          <TypeChoice type={search.type ?? ''} />
          {search.type !== undefined && <Editor key={search.type} type={search.type} like={search.like} />}
        </div>
      </Panel>
    </div>
  )
}

/** A known type out of a list, or any other that is typed. */
function TypeChoice({ type }: { type: string }) {
  const { activity } = useMessages()
  const navigate = route.useNavigate()
  const types = useQuery(typesQuery).data ?? []
  const id = useId()
  const [text, setText] = useState(type)
  const choose = (chosen: string) => {
    if (chosen.trim() !== type) void navigate({ search: publishSearch({ type: chosen.trim() }), replace: true })
  }
  const write = (wish: string) => {
    setText(wish)
    if (types.some((known) => known.type === wish)) choose(wish)
  }
  const summary = types.find((known) => known.type === type)?.summary
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {activity.attributes.type}
      </label>
      <input
        id={id}
        list={`${id}-types`}
        value={text}
        onChange={(event) => write(event.target.value)}
        onBlur={() => choose(text)}
        onKeyDown={(event) => event.key === 'Enter' && choose(text)}
        aria-describedby={`${id}-note`}
        placeholder="user.action_performed"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        className={`${inputStyle} font-mono`}
      />
      <datalist id={`${id}-types`}>
        {types.map((known) => (
          <option key={known.type} value={known.type}>
            {known.summary}
          </option>
        ))}
      </datalist>
      <p id={`${id}-note`} className="text-xs text-muted">
        {summary ?? activity.publish.typeHint}
      </p>
    </div>
  )
}

/** The form once it is known what it is made of, and what it begins with. */
function Editor({ type, like }: { type: string; like: string | undefined }) {
  const types = useQuery(typesQuery)
  const known = types.data?.some((one) => one.type === type) === true
  const schema = useQuery({ ...schemaQuery(type), enabled: known })
  const model = useQuery({ ...eventQuery(like ?? ''), enabled: like !== undefined })
  if (types.isPending || (known && schema.isPending) || (like !== undefined && model.isPending))
    return <Skeleton className="h-64 w-full rounded-lg" />
  const initial = model.data === undefined ? emptyDraft(schema.data) : draftLike(cloudEventOf(model.data))
  return <PublishForm type={type} schema={schema.data} initial={initial} />
}
