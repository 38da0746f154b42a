import { useEffect, useRef } from 'react'
import type { Me } from '../api/shapes.ts'

/**
 * All tabs share one session. What one of them switches is switched in all, so a tab that still shows another person or
 * organisation starts anew: it would act in the one while it shows the other.
 */
export function useSharedSession({ user, organization }: Me) {
  const identity = `${user.id} ${organization.id}`
  const shown = useRef(identity)
  useEffect(() => {
    const follow = (current: unknown) => {
      if (current !== shown.current) location.assign('/issues')
    }
    const tabs = new BroadcastChannel('session')
    tabs.onmessage = ({ data }) => follow(data)
    tabs.postMessage(identity)
    follow(identity)
    return () => tabs.close()
  }, [identity])
}
