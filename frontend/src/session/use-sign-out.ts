import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { signOut } from '../api/session.ts'
import { refusalOf } from '../components/complaint.ts'
import { say } from '../components/toast.ts'
import { useMessages } from '../i18n/language.tsx'

/** Ends the session, here and at the provider that vouched for it, and goes to the sign-in. */
export function useSignOut() {
  const { shell } = useMessages()
  const queries = useQueryClient()
  const router = useRouter()
  return useMutation({
    mutationFn: signOut,
    onSuccess: (elsewhere: { redirect: string } | undefined) => {
      if (elsewhere !== undefined) return location.assign(elsewhere.redirect)
      queries.clear()
      router.history.push('/login')
    },
    onError: (error) => say(refusalOf(error, [], shell.refused) ?? shell.failed.action, { failed: true }),
  })
}
