import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { duplicateTour, type Tour } from '../api/tours.ts'
import { Field } from '../components/field.tsx'
import { FormDialog } from '../events/form-dialog.tsx'
import { useExplained } from '../events/told.ts'
import { useEventWords } from '../events/words.ts'

/** Another tour like this one. */
export function DuplicateTour({ tour, onClose }: { tour: Tour; onClose(): void }) {
  const { tours } = useEventWords()
  const explained = useExplained()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [name, setName] = useState(tours.copyOf(tour.name))
  const duplicate = useMutation({
    mutationFn: () => duplicateTour(tour.id, name.trim()),
    onSuccess: async (copy) => {
      onClose()
      await queries.invalidateQueries({ queryKey: ['tours'] })
      await navigate({ to: '/manage/tours/$id', params: { id: copy.id } })
    },
  })
  return (
    <FormDialog
      title={tours.duplicateTitle(tour.name)}
      submit={tours.duplicate}
      alert={duplicate.error === null ? null : explained(duplicate.error)}
      disabled={duplicate.isPending || name.trim() === ''}
      onSubmit={() => duplicate.mutate()}
      onClose={onClose}
    >
      <p className="text-muted">{tours.duplicateText}</p>
      <Field
        label={tours.name}
        value={name}
        onChange={({ target }) => setName(target.value)}
        maxLength={200}
        required
      />
    </FormDialog>
  )
}
