import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useMe } from '../account/use-me.ts'
import { organizationQuery } from '../api/organization.ts'
import { Failure } from '../components/failure.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { useMessages } from '../i18n/language.tsx'
import { DetailsForm } from './details-form.tsx'
import { LeaveOrDelete } from './leave-or-delete.tsx'
import { PageHead } from './page-head.tsx'
import { YourOrganizations } from './your-organizations.tsx'

export function GeneralPage() {
  const { account } = useMessages()
  const me = useMe()
  const queries = useQueryClient()
  const query = organizationQuery(me.organization.id)
  const { data, error, refetch } = useQuery(query)
  return (
    <>
      <PageHead title={account.pages.general} />
      <div className="grid gap-5">
        {error !== null && data === undefined && <Failure error={error} onRetry={() => void refetch()} />}
        {data === undefined && error === null && <Skeleton className="h-80 w-full rounded-xl" />}
        {data !== undefined && (
          <DetailsForm
            key={data.version}
            organization={data}
            onReload={() => void queries.resetQueries({ queryKey: query.queryKey })}
          />
        )}
        <YourOrganizations me={me} />
        <LeaveOrDelete me={me} />
      </div>
    </>
  )
}
