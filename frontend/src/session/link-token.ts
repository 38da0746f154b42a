import { useNavigate, useRouterState } from '@tanstack/react-router'
import { useEffect, useState } from 'react'

/** A token of a link, which stands in the fragment as `#token=…`, where neither a server nor a referrer sees it. */
export function tokenIn(fragment: string, name: string): string | undefined {
  const token = new URLSearchParams(fragment.replace(/^#/, '')).get(name)
  return token === null || token === '' || token.length > 200 ? undefined : token
}

/** The token this page was opened with. It leaves the address bar at once: neither history, bookmarks nor screenshots keep it. */
export function useLinkToken(name = 'token'): string | undefined {
  const hash = useRouterState({ select: ({ location }) => location.hash })
  const [token, setToken] = useState(() => tokenIn(hash, name))
  const navigate = useNavigate()
  useEffect(() => {
    const fresh = tokenIn(hash, name)
    if (fresh === undefined) return
    setToken(fresh)
    void navigate({ to: '.', search: true, hash: '', replace: true })
  }, [hash, name, navigate])
  return token
}
