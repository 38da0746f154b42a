import { useInfiniteQuery } from '@tanstack/react-query'
import { KeyRound, Plus } from 'lucide-react'
import { useState } from 'react'
import { useMe } from '../account/use-me.ts'
import { apiKeysQuery } from '../api/api-keys.ts'
import { Button } from '../components/button.tsx'
import { Failure } from '../components/failure.tsx'
import { Notice } from '../components/notice.tsx'
import { Panel } from '../components/panel.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { useMessages } from '../i18n/language.tsx'
import { mayDo } from './access.ts'
import { AllSwitch } from './all-switch.tsx'
import { ApiKeyRow } from './api-key-row.tsx'
import { CardTable } from './card-table.tsx'
import { LoadMore } from './load-more.tsx'
import { type MadeKey, MadeKeyDialog } from './made-key-dialog.tsx'
import { NewKeyDialog } from './new-key-dialog.tsx'
import { NoAccess } from './no-access.tsx'
import { PageHead } from './page-head.tsx'

export function ApiKeysPage() {
  const { account, organization } = useMessages()
  const may = mayDo(useMe(), 'apikey.manage')
  const [creating, setCreating] = useState(false)
  const [made, setMade] = useState<MadeKey | null>(null)
  const create = (
    <Button look="primary" onClick={() => setCreating(true)}>
      <Plus aria-hidden="true" />
      {organization.keys.create}
    </Button>
  )
  const show = (key: MadeKey) => {
    setCreating(false)
    setMade(key)
  }
  return (
    <>
      <PageHead title={account.pages.apiKeys} intro={organization.keys.intro}>
        {may && create}
      </PageHead>
      {may ? <KeyPanel onMade={show} /> : <NoAccess text={organization.noAccess} />}
      {creating && <NewKeyDialog onMade={show} onClose={() => setCreating(false)} />}
      {made !== null && <MadeKeyDialog made={made} onClose={() => setMade(null)} />}
    </>
  )
}

function KeyPanel({ onMade }: { onMade(made: MadeKey): void }) {
  const { account, organization } = useMessages()
  const { keys } = organization
  const [all, setAll] = useState(false)
  const list = useInfiniteQuery(apiKeysQuery)
  if (list.isPending) return <Skeleton className="h-40 w-full rounded-xl" />
  if (list.isError) return <Failure error={list.error} onRetry={() => void list.refetch()} />
  const known = list.data.pages.flatMap((page) => page.data)
  if (known.length === 0) return <Notice icon={<KeyRound />} title={keys.emptyTitle} text={keys.emptyText} />
  const rows = known.filter((key) => all || key.active)
  const heads = [keys.key, keys.scopes, keys.lastUsed, keys.expires, organization.actions]
  return (
    <Panel
      title={account.pages.apiKeys}
      aside={rows.length < known.length || all ? <AllSwitch label={keys.showAll} on={all} onChange={setAll} /> : null}
    >
      {rows.length === 0 ? (
        <p className="p-6 text-center text-muted">{keys.noneActive}</p>
      ) : (
        <CardTable label={account.pages.apiKeys} heads={heads}>
          {rows.map((apiKey) => (
            <ApiKeyRow key={apiKey.id} apiKey={apiKey} onMade={onMade} />
          ))}
        </CardTable>
      )}
      <LoadMore list={list} />
    </Panel>
  )
}
