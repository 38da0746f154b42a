import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useMe } from '../account/use-me.ts'
import { createTour } from '../api/tours.ts'
import { Button } from '../components/button.tsx'
import { usePageTitle } from '../components/page-title.ts'
import { BackLink } from '../events/back-link.tsx'
import { useEventWords } from '../events/words.ts'
import { mayDo } from '../organization/access.ts'
import { NoAccess } from '../organization/no-access.tsx'
import { blankTour } from './draft.ts'
import { TourForm } from './tour-form.tsx'

export function NewTourPage() {
  const { form, tours, pages } = useEventWords()
  const may = mayDo(useMe(), 'event.manage')
  usePageTitle(tours.create)
  return (
    <div className="mx-auto grid max-w-3xl gap-4 px-3 py-4 md:px-6">
      <BackLink to="/manage/tours">{pages.tours}</BackLink>
      <h1 className="text-xl font-semibold tracking-tight">{tours.create}</h1>
      {may ? <NewTour /> : <NoAccess text={form.noAccess} />}
    </div>
  )
}

function NewTour() {
  const { form, tours } = useEventWords()
  const [initial] = useState(() => {
    const { timeZone } = new Intl.DateTimeFormat().resolvedOptions()
    const today = new Date().toISOString().slice(0, 10)
    return blankTour({ timeZone, today, words: { ticket: tours.firstType, option: tours.firstOption } })
  })
  const navigate = useNavigate()
  const queries = useQueryClient()
  const create = useMutation({
    mutationFn: createTour,
    onSuccess: async (tour) => {
      await queries.invalidateQueries({ queryKey: ['tours'] })
      await navigate({ to: '/manage/tours/$id', params: { id: tour.id } })
    },
  })
  return (
    <TourForm initial={initial} fixed={false} error={create.error} onSend={(body) => create.mutate(body)}>
      <div className="flex flex-wrap items-center justify-end gap-3">
        <span className="text-xs text-muted">{tours.draftHint}</span>
        <Button type="submit" look="primary" size="large" disabled={create.isPending}>
          {create.isPending ? form.saving : tours.createSubmit}
        </Button>
      </div>
    </TourForm>
  )
}
