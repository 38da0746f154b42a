import { useMutation, useQueryClient } from '@tanstack/react-query'
import { KeyRound, ShieldCheck, ShieldOff } from 'lucide-react'
import { useState } from 'react'
import type { Role } from '../../../contract/auth.ts'
import type { Member } from '../../../contract/organisations.ts'
import { useMe } from '../account/use-me.ts'
import { changeRole, removeMember } from '../api/members.ts'
import { Button } from '../components/button.tsx'
import { Moment } from '../components/moment.tsx'
import { say } from '../components/toast.ts'
import { useMessages } from '../i18n/language.tsx'
import { rolesToGive, type WhyNot, whyFixed } from './access.ts'
import { Badge } from './badge.tsx'
import { ActionCell, Cell, HeadCell, Row } from './card-table.tsx'
import { Confirm } from './confirm.tsx'
import { personName } from './person-name.ts'
import { RoleSelect } from './role-select.tsx'
import { useRefused } from './use-refused.ts'

export function MemberRow({ member, lastOwner }: { member: Member; lastOwner: boolean }) {
  const { organization } = useMessages()
  const { members } = organization
  const me = useMe()
  const why = whyFixed({ me, member, lastOwner })
  const name = personName(member)
  const self = member.userId === me.user.id
  return (
    <Row>
      <HeadCell>
        <span className="font-medium wrap-anywhere">{name}</span>
        {self && <span className="text-muted"> ({organization.you})</span>}
        {name !== member.email && <span className="block truncate text-xs text-muted">{member.email}</span>}
      </HeadCell>
      <Cell label={members.role}>
        <MemberRole member={member} name={name} why={why} />
      </Cell>
      <Cell label={members.signIn}>
        <SignIn member={member} />
      </Cell>
      <Cell label={members.joined}>
        <Moment at={member.joinedAt} className="whitespace-nowrap text-muted" />
      </Cell>
      <ActionCell>{why === null && !self && <Remove member={member} name={name} />}</ActionCell>
    </Row>
  )
}

function MemberRole({ member, name, why }: { member: Member; name: string; why: WhyNot | null }) {
  const { organization } = useMessages()
  const { members, roles } = organization
  const me = useMe()
  const queries = useQueryClient()
  const change = useMutation({
    mutationFn: (role: Role) => changeRole(member.userId, role),
    onSuccess: (changed) => {
      say(members.roleChanged(name, roles[changed.role]))
      const ours = changed.userId === me.user.id && queries.invalidateQueries({ queryKey: ['session'] })
      return Promise.all([ours, queries.invalidateQueries({ queryKey: ['members'] })])
    },
    onError: useRefused(),
  })
  if (why !== null)
    return (
      <span className="text-end @2xl:text-start">
        {roles[member.role]}
        {why !== 'yourRole' && <span className="block max-w-52 text-xs text-muted">{members.why[why]}</span>}
      </span>
    )
  return (
    <RoleSelect
      label={members.roleOf(name)}
      value={change.isPending ? change.variables : member.role}
      options={rolesToGive(me.organization.role)}
      onChange={(role) => change.mutate(role)}
    />
  )
}

function SignIn({ member }: { member: Member }) {
  const { members } = useMessages().organization
  return (
    <span className="flex flex-wrap justify-end gap-1.5 @2xl:justify-start">
      {member.provider !== null ? (
        <Badge icon={KeyRound} title={members.providerHint}>
          {members.provider}
        </Badge>
      ) : (
        <Badge tone={member.secondFactor ? 'ok' : 'plain'} icon={member.secondFactor ? ShieldCheck : ShieldOff}>
          {member.secondFactor ? members.secondFactor : members.noSecondFactor}
        </Badge>
      )}
    </span>
  )
}

function Remove({ member, name }: { member: Member; name: string }) {
  const { members } = useMessages().organization
  const queries = useQueryClient()
  const [asking, setAsking] = useState(false)
  const remove = useMutation({
    mutationFn: () => removeMember(member.userId),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['members'] })
      say(members.removed(name))
    },
  })
  return (
    <>
      <Button size="small" look="danger" aria-label={members.removeOf(name)} onClick={() => setAsking(true)}>
        {members.remove}
      </Button>
      {asking && (
        <Confirm
          title={members.removeTitle(name)}
          text={members.removeText}
          submit={members.remove}
          mutation={remove}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  )
}
