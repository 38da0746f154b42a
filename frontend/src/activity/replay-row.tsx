import { useMutation, useQueryClient } from '@tanstack/react-query'
import { CircleCheck, CircleSlash, CircleX, LoaderCircle, type LucideIcon } from 'lucide-react'
import type { Replay } from '../../../contract/replays.ts'
import { cancelReplay, replaysQuery } from '../api/replays.ts'
import { Button } from '../components/button.tsx'
import { Moment } from '../components/moment.tsx'
import { say } from '../components/toast.ts'
import { useFormat, useMessages } from '../i18n/language.tsx'
import { Badge, type Tone } from '../organization/badge.tsx'
import { ActionCell, Cell, HeadCell, Row } from '../organization/card-table.tsx'
import { useRefused } from '../organization/use-refused.ts'
import { ActorName } from './actor-name.tsx'
import { ProgressBar } from './progress-bar.tsx'
import { readerName } from './reader-name.ts'

const looks: Record<Replay['status'], { tone: Tone; icon: LucideIcon; bar: 'accent' | 'ok' | 'muted' | 'error' }> = {
  running: { tone: 'warning', icon: LoaderCircle, bar: 'accent' },
  done: { tone: 'ok', icon: CircleCheck, bar: 'ok' },
  cancelled: { tone: 'plain', icon: CircleSlash, bar: 'muted' },
  failed: { tone: 'error', icon: CircleX, bar: 'error' },
}

export function ReplayRow({ replay, may }: { replay: Replay; may: boolean }) {
  const { activity } = useMessages()
  const { replay: words, consumers } = activity
  const format = useFormat()
  const { reader, status, reason, done, total, from, to, type, rate, createdBy, createdAt, eta } = replay
  const { tone, icon, bar } = looks[status]
  const told = words.progress(format.number(done), format.number(total))
  return (
    <Row>
      <HeadCell>
        <span className="flex flex-wrap items-center gap-2 font-medium">
          {readerName(reader, consumers)}
          <Badge tone={tone} icon={icon}>
            {words.statuses[status]}
          </Badge>
        </span>
        <span className="flex min-w-0 gap-1 text-xs text-muted">
          <ActorName id={createdBy} />
          <span className="whitespace-nowrap">
            · <Moment at={createdAt} />
          </span>
        </span>
        {reason !== null && <span className="block text-xs wrap-anywhere text-muted">{reason}</span>}
      </HeadCell>
      <Cell label={words.progressHead}>
        <span className="grid w-44 gap-1">
          <span className="tabular flex justify-between gap-2 text-xs">
            {told}
            {status === 'running' && eta !== null && (
              <span className="text-muted">
                {words.until} {format.time(eta).replace(/[.,]\d+/, '')}
              </span>
            )}
          </span>
          <ProgressBar label={told} value={total === 0 ? 1 : done} max={Math.max(1, total)} tone={bar} />
        </span>
      </Cell>
      <Cell label={words.range}>
        <span className="text-end @2xl:text-start">
          <span className="block font-mono text-xs wrap-anywhere">{type ?? words.allTypes}</span>
          <span className="tabular block text-xs text-muted">
            {words.positions(format.number(from), format.number(to))} · {words.rateText(rate)}
          </span>
        </span>
      </Cell>
      {may && <ActionCell>{status === 'running' && <CancelButton replay={replay} />}</ActionCell>}
    </Row>
  )
}

function CancelButton({ replay: { id, reader } }: { replay: Replay }) {
  const { activity } = useMessages()
  const { replay: words, consumers } = activity
  const queries = useQueryClient()
  const refused = useRefused()
  const cancel = useMutation({
    mutationFn: () => cancelReplay(id),
    onSuccess: () => say(words.cancelled),
    onError: refused,
    onSettled: () => queries.invalidateQueries({ queryKey: replaysQuery.queryKey }),
  })
  return (
    <Button
      size="small"
      look="danger"
      aria-label={words.cancelOf(readerName(reader, consumers))}
      disabled={cancel.isPending}
      onClick={() => cancel.mutate()}
    >
      {words.cancel}
    </Button>
  )
}
