import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type CheckinList, deleteCheckinList } from '../api/check-ins.ts'
import { Button } from '../components/button.tsx'
import { useEventWords } from '../events/words.ts'
import { Confirm } from '../organization/confirm.tsx'

export function RemoveList({ list }: { list: CheckinList }) {
  const { checkIn } = useEventWords()
  const queries = useQueryClient()
  const [asking, setAsking] = useState(false)
  const remove = useMutation({
    mutationFn: () => deleteCheckinList(list.eventId, list.id),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['checkin-lists', list.eventId] })
      setAsking(false)
    },
  })
  return (
    <>
      <Button look="danger" className="h-9" onClick={() => setAsking(true)}>
        {checkIn.removeList}
      </Button>
      {asking && (
        <Confirm
          title={checkIn.removeTitle(list.name)}
          text={checkIn.removeText}
          submit={checkIn.removeList}
          mutation={remove}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  )
}
