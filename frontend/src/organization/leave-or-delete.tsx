import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { leaveOrganization } from '../api/members.ts'
import { removeOrganization } from '../api/organization.ts'
import type { Me } from '../api/shapes.ts'
import { Button } from '../components/button.tsx'
import { Panel } from '../components/panel.tsx'
import { useMessages } from '../i18n/language.tsx'
import { enterOrganization } from '../session/enter-organization.ts'
import { mayDo } from './access.ts'
import { Confirm } from './confirm.tsx'

/** What takes someone out of an organisation, each asked twice. */
export function LeaveOrDelete({ me }: { me: Me }) {
  const { general } = useMessages().organization
  const [asking, setAsking] = useState<'leave' | 'remove' | null>(null)
  const { id, name } = me.organization
  const leave = useMutation({ mutationFn: leaveOrganization, onSuccess: () => goElsewhere(me) })
  const remove = useMutation({ mutationFn: () => removeOrganization(id, name), onSuccess: () => goElsewhere(me) })
  const leaveText = me.organizations.length < 2 ? general.leaveOnly : general.leaveText
  const owner = mayDo(me, 'organization.delete')
  const close = () => setAsking(null)
  return (
    <Panel title={general.danger}>
      <div className="divide-y divide-line">
        <Danger text={leaveText}>
          <Button look="danger" onClick={() => setAsking('leave')}>
            {general.leave}
          </Button>
        </Danger>
        <Danger text={owner ? general.removeText : general.removeOwners}>
          <Button look="danger" disabled={!owner} onClick={() => setAsking('remove')}>
            {general.remove}
          </Button>
        </Danger>
      </div>
      {asking === 'leave' && (
        <Confirm
          title={general.leaveTitle(name)}
          text={leaveText}
          submit={general.leave}
          mutation={leave}
          onClose={close}
        />
      )}
      {asking === 'remove' && (
        <Confirm
          title={general.removeTitle(name)}
          text={general.removeText}
          submit={general.remove}
          typed={name}
          mutation={remove}
          onClose={close}
        />
      )}
    </Panel>
  )
}

function Danger(props: { text: string; children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 px-4 py-3">
      <p className="min-w-0 flex-1 basis-56 text-muted">{props.text}</p>
      {props.children}
    </div>
  )
}

/** To another organisation of the person; who has none gets a new one with the next session. */
async function goElsewhere({ organization, organizations }: Me) {
  const next = organizations.find(({ id }) => id !== organization.id)
  if (next !== undefined) await enterOrganization(next.id)
  if (next === undefined) location.assign('/issues')
}
