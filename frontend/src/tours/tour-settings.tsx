import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { changeTour, type Tour } from '../api/tours.ts'
import { Button } from '../components/button.tsx'
import { say } from '../components/toast.ts'
import { useEventWords } from '../events/words.ts'
import { tourDraft } from './draft.ts'
import { TourForm } from './tour-form.tsx'

export function TourSettings({ tour, onRead }: { tour: Tour; onRead(): void }) {
  const { form } = useEventWords()
  const queries = useQueryClient()
  const [from] = useState(tour)
  const save = useMutation({
    mutationFn: (body: Parameters<typeof changeTour>[1]) => changeTour(tour.id, { ...body, version: from.version }),
    onSuccess: async (changed) => {
      queries.setQueryData(['tour', tour.id], changed)
      say(form.saved)
      onRead()
      await queries.invalidateQueries({ queryKey: ['tours'] })
      await queries.invalidateQueries({ queryKey: ['bookable-events'] })
    },
  })
  return (
    <TourForm
      initial={tourDraft(from)}
      fixed={from.status !== 'DRAFT'}
      error={save.error}
      onSend={(body) => save.mutate(body)}
      onReload={() => void queries.refetchQueries({ queryKey: ['tour', tour.id] }).then(onRead)}
    >
      <div className="flex justify-end">
        <Button type="submit" look="primary" size="large" disabled={save.isPending}>
          {save.isPending ? form.saving : form.save}
        </Button>
      </div>
    </TourForm>
  )
}
