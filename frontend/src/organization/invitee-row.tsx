import { CircleCheck, X } from 'lucide-react'
import type { Role } from '../../../contract/auth.ts'
import { useMe } from '../account/use-me.ts'
import { IconButton } from '../components/button.tsx'
import { CopyButton } from '../components/copy-button.tsx'
import { useMessages } from '../i18n/language.tsx'
import { rolesToGive } from './access.ts'
import type { Invitee } from './invite-dialog.tsx'
import { explainRefusal } from './refusal.tsx'
import { RoleSelect } from './role-select.tsx'

interface InviteeRowProps {
  invitee: Invitee
  busy: boolean
  onRole(role: Role): void
  onDrop(): void
}

export function InviteeRow({ invitee, busy, onRole, onDrop }: InviteeRowProps) {
  const messages = useMessages()
  const { members } = messages.organization
  const me = useMe()
  const { email, valid, role, link, error } = invitee
  const complaint = valid ? error && explainRefusal(error, messages) : members.wrongAddress
  return (
    <li className="flex flex-wrap items-center gap-x-2 gap-y-1.5 px-3 py-2">
      <div className="min-w-0 flex-1 basis-44">
        <p className="truncate" title={email}>
          {email}
        </p>
        {complaint !== undefined && (
          <p role="alert" className="text-xs text-error">
            {complaint}
          </p>
        )}
        {link !== undefined && (
          <p className="flex items-center gap-1 text-xs text-ok">
            <CircleCheck className="size-3.5" aria-hidden="true" />
            {members.invited}
          </p>
        )}
      </div>
      {link !== undefined && <CopyButton text={link} label={members.copyLink} />}
      {link === undefined && valid && (
        <RoleSelect
          label={members.roleOf(email)}
          value={role}
          options={rolesToGive(me.organization.role)}
          onChange={onRole}
        />
      )}
      {link === undefined && (
        <IconButton label={members.dropAddress(email)} disabled={busy} onClick={onDrop}>
          <X />
        </IconButton>
      )}
    </li>
  )
}
