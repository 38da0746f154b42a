import { Link } from '@tanstack/react-router'
import { CircleStop, ShieldAlert, ShieldCheck } from 'lucide-react'
import { Button } from '../components/button.tsx'
import { Panel } from '../components/panel.tsx'
import { useFormat, useMessages } from '../i18n/language.tsx'
import { CopyLine } from '../organization/copy-line.tsx'
import { Refusal } from '../organization/refusal.tsx'
import { ErasePanel } from './erase-panel.tsx'
import { useVerification } from './use-verification.ts'
import type { Verification } from './verification.ts'

export function IntegrityPage() {
  const { integrity } = useMessages().activity
  return (
    <div className="mx-auto grid max-w-3xl gap-4">
      <p className="text-muted">{integrity.intro}</p>
      <VerifyPanel />
      <ErasePanel />
    </div>
  )
}

function VerifyPanel() {
  const { integrity } = useMessages().activity
  const { found, start, stop } = useVerification()
  const running = found?.state === 'running'
  return (
    <Panel title={integrity.chain}>
      <div className="grid gap-4 p-4">
        <p className="text-muted">{integrity.verifyText}</p>
        {found !== null && <Found found={found} />}
        <div className="flex gap-2">
          {running ? (
            <Button onClick={stop}>
              <CircleStop aria-hidden="true" />
              {integrity.stop}
            </Button>
          ) : (
            <Button look="primary" onClick={start}>
              <ShieldCheck aria-hidden="true" />
              {found === null ? integrity.verify : integrity.again}
            </Button>
          )}
        </div>
      </div>
    </Panel>
  )
}

/** How far the walk has come, and what it found. */
function Found({ found }: { found: Verification }) {
  const { integrity } = useMessages().activity
  const format = useFormat()
  const { state, hours, entries, erased, sealedUntil, head, firstBroken, error } = found
  return (
    <div role="status" className="grid gap-3">
      {state === 'running' && (
        <progress aria-label={integrity.verifying} className="h-1.5 w-full overflow-hidden rounded-full" />
      )}
      <p className="tabular">
        {state === 'running' && `${integrity.verifying} `}
        {integrity.checked(format.number(entries), hours)}
        {erased > 0 && ` · ${integrity.erasedEntries(erased)}`}
        {sealedUntil !== null && ` · ${integrity.until} ${format.hour(sealedUntil)}`}
      </p>
      <Refusal error={error} />
      {firstBroken !== null && <Broken broken={firstBroken} />}
      {state === 'done' && firstBroken === null && (
        <p className="flex items-center gap-2 rounded-md bg-ok-soft px-3 py-2 font-medium text-ok">
          <ShieldCheck className="size-4 shrink-0" aria-hidden="true" />
          {hours === 0 ? integrity.nothingSealed : integrity.sound}
        </p>
      )}
      {state === 'done' && firstBroken === null && head !== null && <CopyLine label={integrity.head} text={head} />}
    </div>
  )
}

function Broken({ broken }: { broken: NonNullable<Verification['firstBroken']> }) {
  const { attributes, integrity } = useMessages().activity
  const format = useFormat()
  const { reason, position, id, line, hour, key } = broken
  const facts: [string, string | null][] = [
    [integrity.reason, integrity.reasons[reason]],
    [integrity.position, format.number(position)],
    [integrity.hour, format.hour(hour)],
    [integrity.object, key],
    [integrity.line, line === null ? null : format.number(line)],
  ]
  return (
    <section className="grid gap-2 rounded-md bg-error-soft px-3 py-2.5">
      <h3 className="flex items-center gap-2 font-semibold text-error">
        <ShieldAlert className="size-4 shrink-0" aria-hidden="true" />
        {integrity.broken} {integrity.firstBroken}
      </h3>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-xs">
        {facts.map(
          ([name, value]) =>
            value !== null && (
              <div key={name} className="contents">
                <dt>{name}</dt>
                <dd className="wrap-anywhere">{value}</dd>
              </div>
            ),
        )}
        {id !== null && (
          <div className="contents">
            <dt>{attributes.id}</dt>
            <dd className="wrap-anywhere">
              <Link to="/activity/events/$id" params={{ id }} className="font-mono underline">
                {id}
              </Link>
            </dd>
          </div>
        )}
      </dl>
    </section>
  )
}
