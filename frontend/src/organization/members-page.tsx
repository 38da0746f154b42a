import { useInfiniteQuery } from '@tanstack/react-query'
import { UserPlus } from 'lucide-react'
import { useState } from 'react'
import type { Member } from '../../../contract/organisations.ts'
import { useMe } from '../account/use-me.ts'
import { membersQuery } from '../api/members.ts'
import { Button } from '../components/button.tsx'
import { Failure } from '../components/failure.tsx'
import { Panel } from '../components/panel.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { useMessages } from '../i18n/language.tsx'
import { mayDo } from './access.ts'
import { CardTable } from './card-table.tsx'
import { Invitations } from './invitations.tsx'
import { InviteDialog } from './invite-dialog.tsx'
import { LoadMore } from './load-more.tsx'
import { MemberRow } from './member-row.tsx'
import { PageHead } from './page-head.tsx'
import { SearchBox } from './search-box.tsx'
import { useSettled } from './use-settled.ts'

export function MembersPage() {
  const { account, organization } = useMessages()
  const { members } = organization
  const may = mayDo(useMe(), 'member.manage')
  const [inviting, setInviting] = useState(false)
  return (
    <>
      <PageHead title={account.pages.members} intro={members.intro}>
        {may && (
          <Button look="primary" onClick={() => setInviting(true)}>
            <UserPlus aria-hidden="true" />
            {members.invite}
          </Button>
        )}
      </PageHead>
      <div className="grid gap-5">
        <MemberPanel />
        {may && <Invitations />}
      </div>
      {inviting && <InviteDialog onClose={() => setInviting(false)} />}
    </>
  )
}

function MemberPanel() {
  const { account, organization } = useMessages()
  const [text, setText] = useState('')
  const query = useSettled(text.trim())
  return (
    <Panel
      title={account.pages.members}
      aside={<SearchBox label={organization.members.searchHint} text={text} onText={setText} />}
    >
      <MemberList query={query} />
    </Panel>
  )
}

function MemberList({ query }: { query: string }) {
  const { account, organization } = useMessages()
  const { members } = organization
  const list = useInfiniteQuery({ ...membersQuery(query), placeholderData: (before) => before })
  if (list.isPending) return <Skeleton className="m-4 h-24" />
  if (list.isError) return <Failure error={list.error} onRetry={() => void list.refetch()} />
  const rows = list.data.pages.flatMap((page) => page.data)
  if (rows.length === 0) return <p className="p-6 text-center text-muted">{organization.noMatch}</p>
  const complete = query === '' && !list.hasNextPage
  const heads = [members.person, members.role, members.signIn, members.joined, organization.actions]
  return (
    <>
      <CardTable label={account.pages.members} heads={heads}>
        {rows.map((member) => (
          <MemberRow key={member.userId} member={member} lastOwner={complete && isLastOwner(member, rows)} />
        ))}
      </CardTable>
      <LoadMore list={list} />
    </>
  )
}

/** Known only when all members are in view; otherwise the API says it. */
const isLastOwner = (member: Member, all: readonly Member[]) =>
  member.role === 'owner' && all.filter(({ role }) => role === 'owner').length === 1
