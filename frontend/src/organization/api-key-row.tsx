import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { CircleCheck, CircleSlash, Clock } from 'lucide-react'
import { useState } from 'react'
import type { ApiKey } from '../../../contract/api-keys.ts'
import { apiKeysQuery, revokeApiKey, rotateApiKey } from '../api/api-keys.ts'
import { memberNamesQuery } from '../api/members.ts'
import { Button } from '../components/button.tsx'
import { Moment, useNow } from '../components/moment.tsx'
import { say } from '../components/toast.ts'
import { useMessages } from '../i18n/language.tsx'
import { Badge } from './badge.tsx'
import { ActionCell, Cell, HeadCell, Row } from './card-table.tsx'
import { Confirm } from './confirm.tsx'
import { Day } from './day.tsx'
import type { MadeKey } from './made-key-dialog.tsx'
import { scopeName } from './scopes.ts'

export function ApiKeyRow({ apiKey, onMade }: { apiKey: ApiKey; onMade(made: MadeKey): void }) {
  const { organization } = useMessages()
  const { keys } = organization
  const names = useQuery(memberNamesQuery).data
  const { name, hint, createdBy, createdAt, lastUsedAt, expiresAt, active } = apiKey
  const maker = names?.get(createdBy)
  return (
    <Row>
      <HeadCell>
        <span className="flex flex-wrap items-center gap-2 font-medium">
          <span className="wrap-anywhere">{name}</span>
          <State apiKey={apiKey} />
        </span>
        <code className="block truncate font-mono text-xs text-muted">{hint}</code>
        <span className="block text-xs text-muted wrap-anywhere">
          {maker !== undefined && `${keys.by} ${maker} · `}
          <Moment at={createdAt} className="whitespace-nowrap" />
        </span>
      </HeadCell>
      <Cell label={keys.scopes}>
        <Scopes scopes={apiKey.scopes} />
      </Cell>
      <Cell label={keys.lastUsed}>
        <span className="text-muted">{lastUsedAt === null ? keys.neverUsed : <Moment at={lastUsedAt} />}</span>
      </Cell>
      <Cell label={keys.expires}>
        {expiresAt === null ? <span className="text-warning">{keys.never}</span> : <Day at={expiresAt} />}
      </Cell>
      <ActionCell>{active && <Actions apiKey={apiKey} onMade={onMade} />}</ActionCell>
    </Row>
  )
}

function State({ apiKey: { active, expiresAt } }: { apiKey: ApiKey }) {
  const { keys } = useMessages().organization
  const now = useNow()
  if (active)
    return (
      <Badge tone="ok" icon={CircleCheck}>
        {keys.active}
      </Badge>
    )
  const expired = expiresAt !== null && Date.parse(expiresAt) <= now
  return <Badge icon={expired ? Clock : CircleSlash}>{expired ? keys.expired : keys.revoked}</Badge>
}

function Scopes({ scopes }: { scopes: readonly string[] }) {
  const { keys } = useMessages().organization
  return (
    <details className="min-w-0 text-end @2xl:max-w-56 @2xl:text-start">
      <summary className="rounded text-muted underline decoration-dotted underline-offset-4">
        {keys.scopeCount(scopes.length)}
      </summary>
      <ul className="mt-1 text-xs">
        {scopes.map((scope) => (
          <li key={scope} title={scope}>
            {scopeName(scope, keys)}
          </li>
        ))}
      </ul>
    </details>
  )
}

function Actions({ apiKey, onMade }: { apiKey: ApiKey; onMade(made: MadeKey): void }) {
  const { keys } = useMessages().organization
  const queries = useQueryClient()
  const [asking, setAsking] = useState<'rotate' | 'revoke' | null>(null)
  const { id, name } = apiKey
  const settle = () => {
    setAsking(null)
    return queries.invalidateQueries({ queryKey: apiKeysQuery.queryKey })
  }
  const rotate = useMutation({
    mutationFn: () => rotateApiKey(id),
    onSuccess: (made) => {
      onMade(made)
      return settle()
    },
  })
  const revoke = useMutation({
    mutationFn: () => revokeApiKey(id),
    onSuccess: () => {
      say(keys.wasRevoked(name))
      return settle()
    },
  })
  const close = () => setAsking(null)
  return (
    <>
      <Button size="small" aria-label={keys.rotateOf(name)} onClick={() => setAsking('rotate')}>
        {keys.rotate}
      </Button>
      <Button size="small" look="danger" aria-label={keys.revokeOf(name)} onClick={() => setAsking('revoke')}>
        {keys.revoke}
      </Button>
      {asking === 'rotate' && (
        <Confirm
          title={keys.rotateTitle(name)}
          text={keys.rotateText}
          submit={keys.rotate}
          mutation={rotate}
          onClose={close}
        />
      )}
      {asking === 'revoke' && (
        <Confirm
          title={keys.revokeTitle(name)}
          text={keys.revokeText}
          submit={keys.revoke}
          mutation={revoke}
          onClose={close}
        />
      )}
    </>
  )
}
