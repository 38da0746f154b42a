import type { RequestInfo } from '../../../contract/occurrences.ts'
import { Panel } from '../components/panel.tsx'
import { useMessages } from '../i18n/language.tsx'
import { webLink } from './payload.ts'
import { ValueTable, ValueTree } from './value-tree.tsx'

export function Request({ request }: { request: RequestInfo }) {
  const { occurrence } = useMessages()
  const { url, method, query_string: query, cookies, headers, data, env } = request
  const link = url == null ? null : webLink(url)
  return (
    <Panel title={occurrence.request}>
      <div className="grid gap-4 p-4">
        {url != null && (
          <p className="font-mono text-xs break-all">
            <span className="me-2 rounded bg-hover px-1.5 py-0.5 font-semibold">{method ?? 'GET'}</span>
            {link === null ? (
              url
            ) : (
              <a href={link} target="_blank" rel="noopener noreferrer nofollow" className="text-accent underline">
                {url}
              </a>
            )}
          </p>
        )}
        <Part title={occurrence.queryString} values={query} />
        {data != null && (
          <section>
            <h3 className="mb-1 text-xs font-medium text-muted">{occurrence.body}</h3>
            <div className="font-mono text-xs">
              {typeof data === 'object' ? <ValueTable values={Object.entries(data)} /> : <ValueTree value={data} />}
            </div>
          </section>
        )}
        <Part title={occurrence.headers} values={headers} />
        <Part title={occurrence.cookies} values={cookies} />
        <Part title={occurrence.environmentOf} values={env == null ? null : Object.entries(env)} />
      </div>
    </Panel>
  )
}

function Part(props: { title: string; values: readonly [string, unknown][] | null | undefined }) {
  if (props.values == null || props.values.length === 0) return null
  return (
    <section>
      <h3 className="mb-1 text-xs font-medium text-muted">{props.title}</h3>
      <ValueTable values={props.values} />
    </section>
  )
}
