import { useMutation, useQueryClient } from '@tanstack/react-query'
import { CircleCheck, CircleSlash } from 'lucide-react'
import { useState } from 'react'
import type { OidcProvider } from '../../../contract/oidc.ts'
import { providersQuery, removeProvider } from '../api/providers.ts'
import { Button } from '../components/button.tsx'
import { Panel } from '../components/panel.tsx'
import { say } from '../components/toast.ts'
import { useMessages } from '../i18n/language.tsx'
import { Badge } from './badge.tsx'
import { Confirm } from './confirm.tsx'
import { CopyLine } from './copy-line.tsx'

interface ProviderPanelProps {
  provider: OidcProvider
  owner: boolean
  onEdit(): void
}

export function ProviderPanel({ provider, owner, onEdit }: ProviderPanelProps) {
  const { sso } = useMessages().organization
  const { name, issuer, enabled, listed, roleMapping } = provider
  const title = (
    <span className="flex flex-wrap items-center gap-2">
      {name}
      <Badge tone={enabled ? 'ok' : 'plain'} icon={enabled ? CircleCheck : CircleSlash}>
        {enabled ? sso.on : sso.off}
      </Badge>
      {listed && <Badge>{sso.isListed}</Badge>}
    </span>
  )
  const actions = owner && (
    <span className="flex gap-2">
      <Button size="small" aria-label={sso.edit(name)} onClick={onEdit}>
        {sso.change}
      </Button>
      <Remove provider={provider} />
    </span>
  )
  return (
    <Panel title={title} aside={actions}>
      <div className="grid gap-4 p-4">
        <p className="text-muted wrap-anywhere">
          {issuer} · {sso.roleCount(roleMapping.length)}
        </p>
        {roleMapping.length === 0 && <p className="rounded-md bg-warning-soft px-3 py-2 text-warning">{sso.noRows}</p>}
        <ProviderUrls provider={provider} />
      </div>
    </Panel>
  )
}

/** What the provider must know of us, and what people of the organisation must know. */
export function ProviderUrls({ provider }: { provider: OidcProvider }) {
  const { sso } = useMessages().organization
  return (
    <div className="grid gap-3">
      <CopyLine label={sso.callbackUrl} text={provider.callbackUrl} />
      <CopyLine label={sso.postLogoutUrl} text={provider.postLogoutUrl} />
      <CopyLine label={sso.backchannelLogoutUrl} text={provider.backchannelLogoutUrl} />
      <CopyLine label={sso.loginUrl} text={provider.loginUrl} />
    </div>
  )
}

function Remove({ provider: { id, name } }: { provider: OidcProvider }) {
  const { sso } = useMessages().organization
  const queries = useQueryClient()
  const [asking, setAsking] = useState(false)
  const remove = useMutation({
    mutationFn: () => removeProvider(id),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: providersQuery.queryKey })
      say(sso.removed(name))
    },
  })
  return (
    <>
      <Button size="small" look="danger" aria-label={sso.removeOf(name)} onClick={() => setAsking(true)}>
        {sso.remove}
      </Button>
      {asking && (
        <Confirm
          title={sso.removeTitle(name)}
          text={sso.removeText}
          submit={sso.remove}
          typed={name}
          mutation={remove}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  )
}
