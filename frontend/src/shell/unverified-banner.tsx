import { useMutation } from '@tanstack/react-query'
import { MailWarning, X } from 'lucide-react'
import { useState } from 'react'
import { sendVerification } from '../api/account.ts'
import type { Me } from '../api/shapes.ts'
import { Button, IconButton } from '../components/button.tsx'
import { refusalOf } from '../components/complaint.ts'
import { say } from '../components/toast.ts'
import { useMessages } from '../i18n/language.tsx'

const putAway = 'unverified-put-away'

/** Reminds of an address nobody has shown to be theirs; put away, it stays so in this tab. */
export function UnverifiedBanner({ me: { user, provider } }: { me: Me }) {
  const { shell } = useMessages()
  const [away, setAway] = useState(() => sessionStorage.getItem(putAway) === user.id)
  const send = useMutation({
    mutationFn: sendVerification,
    onSuccess: () => say(shell.unverified.sent(user.email)),
    onError: (error) => say(refusalOf(error, [], shell.refused) ?? shell.failed.action, { failed: true }),
  })
  const leave = () => {
    sessionStorage.setItem(putAway, user.id)
    setAway(true)
  }
  if (user.emailVerified || provider !== null || away) return null
  return (
    <aside
      aria-label={shell.unverified.title}
      className="flex items-center gap-2.5 border-b border-line bg-surface px-3 py-1 md:px-6"
    >
      <MailWarning className="size-4 shrink-0 text-warning" aria-hidden="true" />
      <p className="min-w-0 flex-1 text-xs wrap-anywhere">{shell.unverified.text(user.email)}</p>
      <Button size="small" disabled={send.isPending} onClick={() => send.mutate()}>
        {shell.unverified.send}
      </Button>
      <IconButton label={shell.dismiss} onClick={leave}>
        <X />
      </IconButton>
    </aside>
  )
}
