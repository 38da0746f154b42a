import { useQuery } from '@tanstack/react-query'
import { memberNamesQuery } from '../api/members.ts'

/** Who did something: a member by their address, anyone else by their id. */
export function ActorName({ id }: { id: string | undefined }) {
  const name = useQuery(memberNamesQuery).data?.get(id ?? '')
  if (id === undefined) return <span aria-hidden="true">–</span>
  return (
    <span title={id} className={`truncate ${name === undefined ? 'font-mono text-xs' : ''}`}>
      {name ?? id}
    </span>
  )
}
