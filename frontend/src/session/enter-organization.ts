import { useMutation, useQueryClient } from '@tanstack/react-query'
import { switchOrganization } from '../api/client.ts'
import { sessionQuery } from '../api/session.ts'
import { refusalOf } from '../components/complaint.ts'
import { say } from '../components/toast.ts'
import { useMessages } from '../i18n/language.tsx'

/** Goes on in an organisation that was just made or joined; should that fail, the menu still offers it. */
export async function enterOrganization(id: string, path = '/issues') {
  try {
    await switchOrganization(id)
  } finally {
    location.assign(path)
  }
}

/** Starts anew in another organisation, so that neither a cache nor the socket of the one before stays behind. */
export function useSwitch(path = '/issues') {
  const { shell } = useMessages()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: switchOrganization,
    onSuccess: () => location.assign(path),
    onError: (error) => {
      say(refusalOf(error, [], shell.refused) ?? shell.failed.action, { failed: true })
      void queries.invalidateQueries({ queryKey: sessionQuery.queryKey })
    },
  })
}
