import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { Role } from '../../../contract/auth.ts'
import { useMe } from '../account/use-me.ts'
import { invitationsQuery, invite } from '../api/members.ts'
import { type ApiError, asApiError } from '../api/problem.ts'
import { Button } from '../components/button.tsx'
import { CopyButton } from '../components/copy-button.tsx'
import { Dialog } from '../components/dialog.tsx'
import { useMessages } from '../i18n/language.tsx'
import { rolesToGive } from './access.ts'
import { addressesIn } from './addresses.ts'
import { AreaField } from './area-field.tsx'
import { InviteeRow } from './invitee-row.tsx'
import { RoleSelect } from './role-select.tsx'

/** One address that is to be invited, and what became of it. */
export interface Invitee {
  email: string
  valid: boolean
  role: Role
  link?: string
  error?: ApiError
}

/** First the addresses, pasted as they come; then each of them with its role, and what became of it. */
export function InviteDialog({ onClose }: { onClose(): void }) {
  const { members } = useMessages().organization
  const [invitees, setInvitees] = useState<Invitee[] | null>(null)
  return (
    <Dialog title={members.invite} onClose={onClose}>
      {invitees === null ? (
        <Paste onList={setInvitees} />
      ) : (
        <Review invitees={invitees} onInvitees={setInvitees} onClose={onClose} />
      )}
    </Dialog>
  )
}

function Paste({ onList }: { onList(invitees: Invitee[]): void }) {
  const { members, roleTexts } = useMessages().organization
  const me = useMe()
  const [text, setText] = useState('')
  const [role, setRole] = useState<Role>('member')
  const addresses = addressesIn(text)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onList(addresses.map((address) => ({ ...address, role })))
  }
  return (
    <form onSubmit={submit} className="grid gap-4">
      <AreaField
        label={members.addresses}
        hint={members.inviteText}
        placeholder={'ada@example.com\ngrace@example.com'}
        value={text}
        onChange={(event) => setText(event.target.value)}
        required
        autoFocus
      />
      <div className="grid gap-1.5">
        <span className="text-sm font-medium">{members.defaultRole}</span>
        <div className="flex flex-wrap items-center gap-3">
          <RoleSelect
            label={members.defaultRole}
            value={role}
            options={rolesToGive(me.organization.role)}
            onChange={setRole}
          />
          <span className="min-w-0 flex-1 basis-48 text-xs text-muted">{roleTexts[role]}</span>
        </div>
      </div>
      <Button type="submit" look="primary" className="justify-self-end" disabled={addresses.length === 0}>
        {members.review}
      </Button>
    </form>
  )
}

interface ReviewProps {
  invitees: Invitee[]
  onInvitees(invitees: Invitee[]): void
  onClose(): void
}

function Review({ invitees, onInvitees, onClose }: ReviewProps) {
  const { members } = useMessages().organization
  const { send, sending } = useSend(invitees, onInvitees)
  const waiting = invitees.filter(({ valid, link }) => valid && link === undefined)
  const links = invitees.flatMap(({ link }) => link ?? [])
  const tried = invitees.some(({ link, error }) => link !== undefined || error !== undefined)
  const put = (email: string, change: Partial<Invitee>) =>
    onInvitees(invitees.map((one) => (one.email === email ? { ...one, ...change } : one)))
  return (
    <div className="grid gap-4">
      <ul className="max-h-[50dvh] divide-y divide-line overflow-y-auto rounded-lg border border-line">
        {invitees.map((invitee) => (
          <InviteeRow
            key={invitee.email}
            invitee={invitee}
            busy={sending}
            onRole={(role) => put(invitee.email, { role })}
            onDrop={() => onInvitees(invitees.filter((one) => one !== invitee))}
          />
        ))}
      </ul>
      {links.length > 0 && <p className="text-xs text-muted">{members.linkText}</p>}
      <div className="flex flex-wrap justify-end gap-2">
        {links.length > 1 && (
          <CopyButton text={() => linesOf(invitees)} label={members.copyLinks} className="h-8 text-sm" />
        )}
        {waiting.length > 0 && (
          <Button look={tried ? 'outline' : 'primary'} disabled={sending} onClick={() => void send()}>
            {tried ? members.again : members.send(waiting.length)}
          </Button>
        )}
        {tried && (
          <Button look="primary" disabled={sending} onClick={onClose}>
            {members.done}
          </Button>
        )}
      </div>
    </div>
  )
}

const linesOf = (invitees: readonly Invitee[]) =>
  invitees.flatMap(({ email, link }) => (link === undefined ? [] : `${email} ${link}`)).join('\n')

/** One after the other, so that each result stands beside its address and one refusal does not stop the rest. */
function useSend(invitees: Invitee[], onInvitees: (invitees: Invitee[]) => void) {
  const queries = useQueryClient()
  const [sending, setSending] = useState(false)
  const send = async () => {
    setSending(true)
    const results = [...invitees]
    for (const [place, { email, role, valid, link }] of invitees.entries()) {
      if (!valid || link !== undefined) continue
      results[place] = await invite({ email, role }).then(
        (made) => ({ email, role, valid, ...(made.link !== undefined && { link: made.link }) }),
        (error: unknown) => ({ email, role, valid, error: asApiError(error) }),
      )
      onInvitees([...results])
    }
    setSending(false)
    await queries.invalidateQueries({ queryKey: invitationsQuery.queryKey })
  }
  return { send, sending }
}
