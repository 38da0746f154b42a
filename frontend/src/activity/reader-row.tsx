import { useMutation, useQueryClient } from '@tanstack/react-query'
import { CircleCheck, CirclePause, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import type { Reader } from '../../../contract/readers.ts'
import { pauseReader, readersQuery, resumeReader } from '../api/readers.ts'
import { Button } from '../components/button.tsx'
import { Moment } from '../components/moment.tsx'
import { say } from '../components/toast.ts'
import { useFormat, useMessages } from '../i18n/language.tsx'
import { Badge } from '../organization/badge.tsx'
import { ActionCell, Cell, HeadCell, Row } from '../organization/card-table.tsx'
import { Confirm } from '../organization/confirm.tsx'
import { useRefused } from '../organization/use-refused.ts'
import { ProgressBar } from './progress-bar.tsx'
import { readerName } from './reader-name.ts'
import { RewindDialog } from './rewind-dialog.tsx'

export function ReaderRow({ reader, runs }: { reader: Reader; runs: boolean }) {
  const { consumers } = useMessages().activity
  const format = useFormat()
  const { name, cursor, head, movedAt } = reader
  return (
    <Row>
      <HeadCell>
        <span className="font-medium">{readerName(name, consumers)}</span>
        <code className="block font-mono text-xs text-muted">{name}</code>
      </HeadCell>
      <Cell label={consumers.state}>
        <Stand reader={reader} />
      </Cell>
      <Cell label={consumers.lag}>
        <Lag reader={reader} />
      </Cell>
      <Cell label={consumers.position}>
        <span className="tabular text-end whitespace-nowrap @2xl:text-start">
          {consumers.of(format.number(cursor), format.number(head))}
          {movedAt !== null && (
            <span className="block text-xs text-muted">
              {consumers.moved} <Moment at={movedAt} />
            </span>
          )}
        </span>
      </Cell>
      {runs && (
        <ActionCell>
          <Actions reader={reader} />
        </ActionCell>
      )}
    </Row>
  )
}

/** What it does; why it does not get on, since when, and when it tries again. */
function Stand({ reader }: { reader: Reader }) {
  const { consumers } = useMessages().activity
  const format = useFormat()
  const { state, attempts, reason, failingSince, retryAt } = reader
  if (state === 'paused') return <Badge icon={CirclePause}>{consumers.states.paused}</Badge>
  if (attempts === 0)
    return (
      <Badge tone="ok" icon={CircleCheck}>
        {consumers.states.running}
      </Badge>
    )
  return (
    <span className="grid min-w-0 justify-items-end gap-1 @2xl:max-w-72 @2xl:justify-items-start">
      <Badge tone="error" icon={TriangleAlert}>
        {consumers.states.failing}
      </Badge>
      <span className="text-end text-xs wrap-anywhere @2xl:text-start">{reason}</span>
      <span className="text-end text-xs text-muted @2xl:text-start">
        {consumers.attempts(attempts)}
        {failingSince !== null && (
          <>
            , {consumers.since} <Moment at={failingSince} />
          </>
        )}
        {retryAt !== null && ` · ${consumers.retry} ${format.time(retryAt)}`}
      </span>
    </span>
  )
}

/** How much is still to be read, against a thousand and then against all there is. */
const FULL_BAR = 1000

function Lag({ reader: { lag, attempts } }: { reader: Reader }) {
  const { consumers } = useMessages().activity
  const most = Math.max(FULL_BAR, lag.all)
  return (
    <span className="grid w-40 gap-1">
      <span className="tabular text-end @2xl:text-start">
        {lag.all === 0 ? <span className="text-muted">{consumers.upToDate}</span> : consumers.behind(lag.all)}
      </span>
      <ProgressBar
        label={consumers.lagText(lag.all, most)}
        value={lag.all}
        max={most}
        tone={attempts > 0 ? 'error' : 'warning'}
      />
    </span>
  )
}

function Actions({ reader }: { reader: Reader }) {
  const { consumers } = useMessages().activity
  const queries = useQueryClient()
  const refused = useRefused()
  const [asking, setAsking] = useState<'pause' | 'rewind' | null>(null)
  const { name, state } = reader
  const title = readerName(name, consumers)
  const close = () => setAsking(null)
  const settle = (said: string) => {
    close()
    say(said)
    return queries.invalidateQueries({ queryKey: readersQuery.queryKey })
  }
  const pause = useMutation({ mutationFn: () => pauseReader(name), onSuccess: () => settle(consumers.paused(title)) })
  const resume = useMutation({
    mutationFn: () => resumeReader(name),
    onSuccess: () => settle(consumers.resumed(title)),
    onError: refused,
  })
  return (
    <>
      {state === 'running' ? (
        <Button size="small" aria-label={consumers.pauseOf(title)} onClick={() => setAsking('pause')}>
          {consumers.pause}
        </Button>
      ) : (
        <Button
          size="small"
          aria-label={consumers.resumeOf(title)}
          disabled={resume.isPending}
          onClick={() => resume.mutate()}
        >
          {consumers.resume}
        </Button>
      )}
      <Button
        size="small"
        look="danger"
        aria-label={consumers.rewindOf(title)}
        disabled={reader.cursor === 0}
        onClick={() => setAsking('rewind')}
      >
        {consumers.rewind}
      </Button>
      {asking === 'pause' && (
        <Confirm
          title={consumers.pauseTitle(title)}
          text={consumers.pauseText}
          submit={consumers.pause}
          mutation={pause}
          onClose={close}
        />
      )}
      {asking === 'rewind' && (
        <RewindDialog reader={reader} title={title} onDone={() => settle(consumers.rewound(title))} onClose={close} />
      )}
    </>
  )
}
