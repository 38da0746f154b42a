import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { CircleCheck, CircleSlash, Clock, type LucideIcon, Undo2 } from 'lucide-react'
import { useState } from 'react'
import type { MemberInvitation } from '../../../contract/organisations.ts'
import { invitationsQuery, resendInvitation, revokeInvitation } from '../api/members.ts'
import { Button } from '../components/button.tsx'
import { Dialog } from '../components/dialog.tsx'
import { Failure } from '../components/failure.tsx'
import { Moment } from '../components/moment.tsx'
import { Panel } from '../components/panel.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { say } from '../components/toast.ts'
import { useMessages } from '../i18n/language.tsx'
import { AllSwitch } from './all-switch.tsx'
import { Badge, type Tone } from './badge.tsx'
import { ActionCell, CardTable, Cell, HeadCell, Row } from './card-table.tsx'
import { Confirm } from './confirm.tsx'
import { CopyLine } from './copy-line.tsx'
import { Day } from './day.tsx'
import { LoadMore } from './load-more.tsx'
import { useRefused } from './use-refused.ts'

export function Invitations() {
  const { organization } = useMessages()
  const { members } = organization
  const list = useInfiniteQuery(invitationsQuery)
  const [all, setAll] = useState(false)
  const known = list.data?.pages.flatMap((page) => page.data) ?? []
  const rows = known.filter((invitation) => all || !isSettled(invitation))
  const heads = [members.person, members.role, members.status, members.expires, organization.actions]
  return (
    <Panel
      title={members.invitations}
      aside={known.some(isSettled) && <AllSwitch label={members.showAll} on={all} onChange={setAll} />}
    >
      {list.isPending && <Skeleton className="m-4 h-12" />}
      {list.isError && <Failure error={list.error} onRetry={() => void list.refetch()} />}
      {list.isSuccess && rows.length === 0 && <p className="p-6 text-center text-muted">{members.noInvitations}</p>}
      {rows.length > 0 && (
        <CardTable label={members.invitations} heads={heads}>
          {rows.map((invitation) => (
            <InvitationRow key={invitation.id} invitation={invitation} />
          ))}
        </CardTable>
      )}
      <LoadMore list={list} />
    </Panel>
  )
}

/** Nothing is left to do about it: whoever accepted stands among the members. */
const isSettled = ({ status }: MemberInvitation) => status === 'accepted' || status === 'revoked'

const looks: Record<MemberInvitation['status'], { tone: Tone; icon: LucideIcon }> = {
  pending: { tone: 'warning', icon: Clock },
  accepted: { tone: 'ok', icon: CircleCheck },
  declined: { tone: 'error', icon: Undo2 },
  revoked: { tone: 'plain', icon: CircleSlash },
  expired: { tone: 'plain', icon: Clock },
}

function InvitationRow({ invitation }: { invitation: MemberInvitation }) {
  const { organization } = useMessages()
  const { members, roles } = organization
  const { email, role, status, invitedBy, sentAt, expiresAt } = invitation
  return (
    <Row>
      <HeadCell>
        <span className="block font-medium wrap-anywhere">{email}</span>
        <span className="block text-xs text-muted wrap-anywhere">
          {members.invitedBy(invitedBy)} · <Moment at={sentAt} className="whitespace-nowrap" />
        </span>
      </HeadCell>
      <Cell label={members.role}>{roles[role]}</Cell>
      <Cell label={members.status}>
        <Badge {...looks[status]}>{members.statuses[status]}</Badge>
      </Cell>
      <Cell label={members.expires}>
        {status === 'pending' ? <Day at={expiresAt} /> : <span className="text-muted">–</span>}
      </Cell>
      <ActionCell>
        {(status === 'pending' || status === 'expired') && <Resend invitation={invitation} />}
        {status === 'pending' && <Revoke invitation={invitation} />}
      </ActionCell>
    </Row>
  )
}

/** Only a fresh link can be shown, so copying one means making one. */
function Resend({ invitation }: { invitation: MemberInvitation }) {
  const { organization } = useMessages()
  const { members } = organization
  const queries = useQueryClient()
  const { id, email } = invitation
  const resend = useMutation({
    mutationFn: () => resendInvitation(id),
    onSuccess: () => queries.invalidateQueries({ queryKey: invitationsQuery.queryKey }),
    onError: useRefused(),
  })
  const link = resend.data?.link
  return (
    <>
      <Button
        size="small"
        aria-label={members.resendOf(email)}
        title={members.resendText}
        disabled={resend.isPending}
        onClick={() => resend.mutate()}
      >
        {members.resend}
      </Button>
      {link !== undefined && (
        <Dialog title={members.resent(email)} onClose={resend.reset}>
          <div className="grid gap-4">
            <p>{members.resendText}</p>
            <CopyLine label={email} text={link} button={members.copyLink} />
            <p className="text-xs text-muted">{members.linkText}</p>
          </div>
        </Dialog>
      )}
    </>
  )
}

function Revoke({ invitation }: { invitation: MemberInvitation }) {
  const { members } = useMessages().organization
  const queries = useQueryClient()
  const [asking, setAsking] = useState(false)
  const { id, email } = invitation
  const revoke = useMutation({
    mutationFn: () => revokeInvitation(id),
    onSuccess: async () => {
      setAsking(false)
      await queries.invalidateQueries({ queryKey: invitationsQuery.queryKey })
      say(members.revoked(email))
    },
  })
  return (
    <>
      <Button size="small" look="danger" aria-label={members.revokeOf(email)} onClick={() => setAsking(true)}>
        {members.revoke}
      </Button>
      {asking && (
        <Confirm
          title={members.revokeTitle(email)}
          text={members.revokeText}
          submit={members.revoke}
          mutation={revoke}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  )
}
