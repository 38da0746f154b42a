import { useMutation, useQueryClient } from '@tanstack/react-query'
import { CircleCheck, CircleSlash, MailQuestion, ShieldCheck } from 'lucide-react'
import { useState } from 'react'
import type { Account } from '../../../contract/accounts.ts'
import { useMe } from '../account/use-me.ts'
import { type AccountChange, changeAccount } from '../api/users.ts'
import { Button } from '../components/button.tsx'
import { Moment } from '../components/moment.tsx'
import { Select } from '../components/select.tsx'
import { say } from '../components/toast.ts'
import { useMessages } from '../i18n/language.tsx'
import { Badge } from './badge.tsx'
import { ActionCell, Cell, HeadCell, Row } from './card-table.tsx'
import { Confirm } from './confirm.tsx'
import { personName } from './person-name.ts'
import { useRefused } from './use-refused.ts'

export function UserRow({ user }: { user: Account }) {
  const { organization } = useMessages()
  const { users, members } = organization
  const self = useMe().user.id === user.id
  const name = personName(user)
  return (
    <Row>
      <HeadCell>
        <span className="font-medium wrap-anywhere">{name}</span>
        {self && <span className="text-muted"> ({organization.you})</span>}
        {name !== user.email && <span className="block truncate text-xs text-muted">{user.email}</span>}
        <span className="mt-1 flex flex-wrap gap-1.5">
          {!user.emailVerified && <Badge icon={MailQuestion}>{users.unverified}</Badge>}
          {user.secondFactor && (
            <Badge icon={ShieldCheck} tone="ok">
              {members.secondFactor}
            </Badge>
          )}
        </span>
      </HeadCell>
      <Cell label={users.platformRole}>
        {self ? (
          <span title={users.yourself}>{users.platformRoles[user.platformRole]}</span>
        ) : (
          <PlatformRole user={user} />
        )}
      </Cell>
      <Cell label={users.status}>
        <Badge icon={user.disabled ? CircleSlash : CircleCheck} tone={user.disabled ? 'error' : 'ok'}>
          {user.disabled ? users.off : users.on}
        </Badge>
      </Cell>
      <Cell label={members.joined}>
        <Moment at={user.createdAt} className="whitespace-nowrap text-muted" />
      </Cell>
      <ActionCell>{!self && <Switch user={user} />}</ActionCell>
    </Row>
  )
}

function useChange({ id, email }: Account, onDone?: () => void) {
  const { users } = useMessages().organization
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (change: AccountChange) => changeAccount(id, change),
    onSuccess: async () => {
      onDone?.()
      await queries.invalidateQueries({ queryKey: ['users'] })
      say(users.changed(email))
    },
  })
}

/** Whom someone makes administrator can do all that they can, so it is asked twice. */
function PlatformRole({ user }: { user: Account }) {
  const { users } = useMessages().organization
  const [asking, setAsking] = useState(false)
  const change = useChange(user, () => setAsking(false))
  const refused = useRefused()
  const choose = (platformRole: Account['platformRole']) =>
    platformRole === 'ADMIN' ? setAsking(true) : change.mutate({ platformRole }, { onError: refused })
  return (
    <>
      <Select
        label={users.platformRoleOf(user.email)}
        value={user.platformRole}
        onChange={choose}
        options={[
          ['USER', users.platformRoles.USER],
          ['ADMIN', users.platformRoles.ADMIN],
        ]}
      />
      {asking && (
        <Confirm
          title={users.makeAdminTitle(user.email)}
          text={users.makeAdminText}
          submit={users.makeAdmin}
          mutation={{ ...change, mutate: () => change.mutate({ platformRole: 'ADMIN' }) }}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  )
}

function Switch({ user }: { user: Account }) {
  const { users } = useMessages().organization
  const [asking, setAsking] = useState(false)
  const change = useChange(user, () => setAsking(false))
  const refused = useRefused()
  if (user.disabled)
    return (
      <Button
        size="small"
        aria-label={users.switchOnOf(user.email)}
        disabled={change.isPending}
        onClick={() => change.mutate({ disabled: false }, { onError: refused })}
      >
        {users.switchOn}
      </Button>
    )
  return (
    <>
      <Button size="small" look="danger" aria-label={users.switchOffOf(user.email)} onClick={() => setAsking(true)}>
        {users.switchOff}
      </Button>
      {asking && (
        <Confirm
          title={users.switchOffTitle(user.email)}
          text={users.switchOffText}
          submit={users.switchOff}
          mutation={{ ...change, mutate: () => change.mutate({ disabled: true }) }}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  )
}
