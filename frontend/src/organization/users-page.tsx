import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useMe } from '../account/use-me.ts'
import { usersQuery } from '../api/users.ts'
import { Failure } from '../components/failure.tsx'
import { Panel } from '../components/panel.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { useMessages } from '../i18n/language.tsx'
import { runsDeployment } from './access.ts'
import { CardTable } from './card-table.tsx'
import { LoadMore } from './load-more.tsx'
import { NoAccess } from './no-access.tsx'
import { PageHead } from './page-head.tsx'
import { SearchBox } from './search-box.tsx'
import { useSettled } from './use-settled.ts'
import { UserRow } from './user-row.tsx'

export function UsersPage() {
  const { account, organization } = useMessages()
  const { users, members } = organization
  const [text, setText] = useState('')
  const query = useSettled(text.trim())
  const runs = runsDeployment(useMe())
  return (
    <>
      <PageHead title={account.pages.users} intro={users.intro} />
      {runs ? (
        <Panel
          title={account.pages.users}
          aside={<SearchBox label={members.searchHint} text={text} onText={setText} />}
        >
          <Users query={query} />
        </Panel>
      ) : (
        <NoAccess text={users.noAccess} />
      )}
    </>
  )
}

function Users({ query }: { query: string }) {
  const { account, organization } = useMessages()
  const { users, members } = organization
  const list = useInfiniteQuery({ ...usersQuery(query), placeholderData: (before) => before })
  if (list.isPending) return <Skeleton className="m-4 h-24" />
  if (list.isError) return <Failure error={list.error} onRetry={() => void list.refetch()} />
  const rows = list.data.pages.flatMap((page) => page.data)
  if (rows.length === 0) return <p className="p-6 text-center text-muted">{organization.noMatch}</p>
  const heads = [users.account, users.platformRole, users.status, members.joined, organization.actions]
  return (
    <>
      <CardTable label={account.pages.users} heads={heads}>
        {rows.map((user) => (
          <UserRow key={user.id} user={user} />
        ))}
      </CardTable>
      <LoadMore list={list} />
    </>
  )
}
