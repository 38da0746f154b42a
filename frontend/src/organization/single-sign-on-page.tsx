import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Fingerprint, Plus } from 'lucide-react'
import { useState } from 'react'
import type { OidcProvider } from '../../../contract/oidc.ts'
import { useMe } from '../account/use-me.ts'
import { providersQuery } from '../api/providers.ts'
import { Button } from '../components/button.tsx'
import { Failure } from '../components/failure.tsx'
import { Notice } from '../components/notice.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { useMessages } from '../i18n/language.tsx'
import { mayDo } from './access.ts'
import { NoAccess } from './no-access.tsx'
import { PageHead } from './page-head.tsx'
import { ProviderForm } from './provider-form.tsx'
import { ProviderPanel } from './provider-panel.tsx'

export function SingleSignOnPage() {
  const { account, organization } = useMessages()
  const { sso } = organization
  const me = useMe()
  const [adding, setAdding] = useState(false)
  const owner = mayDo(me, 'provider.manage')
  const reads = mayDo(me, 'provider.read')
  return (
    <>
      <PageHead title={account.pages.singleSignOn} intro={sso.intro}>
        {owner && !adding && (
          <Button look="primary" onClick={() => setAdding(true)}>
            <Plus aria-hidden="true" />
            {sso.create}
          </Button>
        )}
      </PageHead>
      <div className="grid gap-5">
        {reads && !owner && <p className="rounded-md bg-hover px-3 py-2 text-muted">{sso.ownersOnly}</p>}
        {adding && <ProviderForm onDone={() => setAdding(false)} onReload={() => setAdding(false)} />}
        {reads ? <Providers owner={owner} adding={adding} /> : <NoAccess text={organization.noAccess} />}
      </div>
    </>
  )
}

function Providers({ owner, adding }: { owner: boolean; adding: boolean }) {
  const { sso } = useMessages().organization
  const { data, error, refetch } = useQuery(providersQuery)
  if (error !== null && data === undefined) return <Failure error={error} onRetry={() => void refetch()} />
  if (data === undefined) return <Skeleton className="h-40 w-full rounded-xl" />
  if (data.length === 0 && adding) return null
  if (data.length === 0) return <Notice icon={<Fingerprint />} title={sso.emptyTitle} text={sso.emptyText} />
  return data.map((provider) => <Provider key={provider.id} provider={provider} owner={owner} />)
}

/** Read, or in its form; after a reload the form begins with what the server has. */
function Provider({ provider, owner }: { provider: OidcProvider; owner: boolean }) {
  const queries = useQueryClient()
  const [editing, setEditing] = useState(false)
  const reload = async () => {
    await queries.invalidateQueries({ queryKey: providersQuery.queryKey })
    setEditing(false)
  }
  if (editing)
    return <ProviderForm provider={provider} onDone={() => setEditing(false)} onReload={() => void reload()} />
  return <ProviderPanel provider={provider} owner={owner} onEdit={() => setEditing(true)} />
}
