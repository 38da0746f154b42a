import { useState } from 'react'
import { CodeBlock } from '../components/code-block.tsx'
import { Panel } from '../components/panel.tsx'
import { useMessages } from '../i18n/language.tsx'
import { platforms, snippetFor } from './snippets.ts'

/** What to install and what to write, for any language, with the DSN filled in. */
export function SetUp(props: { platform: string | null; dsn: string }) {
  const { projects } = useMessages()
  const [platform, setPlatform] = useState(() => snippetFor(props.platform, props.dsn).platform)
  const { install, code } = snippetFor(platform, props.dsn)
  return (
    <Panel title={projects.setUp}>
      <div className="grid gap-4 p-4">
        <div role="radiogroup" aria-label={projects.platform} className="flex flex-wrap gap-1.5">
          {platforms.map((known) => (
            <label
              key={known.platform}
              className="rounded-md border border-line px-2.5 py-1 text-xs font-medium hover:bg-hover has-checked:border-accent has-checked:bg-accent-soft has-checked:text-accent has-focus-visible:outline-2 has-focus-visible:outline-accent"
            >
              <input
                type="radio"
                name="snippet"
                className="sr-only"
                checked={known.platform === platform}
                onChange={() => setPlatform(known.platform)}
              />
              {known.name}
            </label>
          ))}
        </div>
        {install !== undefined && (
          <section className="grid min-w-0 gap-1.5">
            <h3 className="text-xs font-medium text-muted">{projects.install}</h3>
            <CodeBlock code={install} />
          </section>
        )}
        <section className="grid min-w-0 gap-1.5">
          <h3 className="text-xs font-medium text-muted">{projects.configure}</h3>
          <CodeBlock code={code} />
        </section>
      </div>
    </Panel>
  )
}
