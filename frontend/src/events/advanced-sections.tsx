import { useQuery } from '@tanstack/react-query'
import { Plus, Trash2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { ChoiceField } from '../activity/choice-field.tsx'
import { planChoicesQuery } from '../api/plans.ts'
import { Button, IconButton } from '../components/button.tsx'
import { Field } from '../components/field.tsx'
import { type AllotmentDraft, type CodeDraft, type EventDraft, newId, type PoolDraft } from './draft.ts'
import { Fields, FoldedSection, type SectionProps } from './form-section.tsx'
import { SeatsField } from './seats-field.tsx'
import { Several } from './several.tsx'
import { useEventWords } from './words.ts'

type FoldedProps = SectionProps & { open: boolean }

/** Rows that can be taken out, and one that can be added. */
function Rows(props: { add: string; onAdd(): void; children: ReactNode }) {
  return (
    <>
      {props.children}
      <Button className="justify-self-start" onClick={props.onAdd}>
        <Plus aria-hidden="true" />
        {props.add}
      </Button>
    </>
  )
}

function Row(props: { drop: string; onDrop(): void; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-2 rounded-lg border border-line p-3">
      <div className="grid gap-3">{props.children}</div>
      <IconButton label={props.drop} onClick={props.onDrop}>
        <Trash2 />
      </IconButton>
    </div>
  )
}

/** What has pools: an event, or a tour. */
interface PoolsProps extends Pick<FoldedProps, 'complaint' | 'open'> {
  draft: Pick<EventDraft, 'pools' | 'ticketTypes'>
  change(part: Pick<EventDraft, 'pools'> & Partial<Pick<EventDraft, 'ticketTypes'>>): void
}

/** Capacities that ticket types share. */
export function PoolsSection({ draft, change, complaint, open }: PoolsProps) {
  const { form } = useEventWords()
  const { pools } = draft
  const put = (pool: PoolDraft) => change({ pools: pools.map((one) => (one.id === pool.id ? pool : one)) })
  const drop = (id: string) =>
    change({
      pools: pools.filter((pool) => pool.id !== id),
      ticketTypes: draft.ticketTypes.map((type) => ({ ...type, pools: type.pools.filter((pool) => pool !== id) })),
    })
  // Most pools are shared by all; who wants less takes the mark out where the type is.
  const add = () => {
    const id = newId('pl')
    change({
      pools: [...pools, { id, name: '', size: '' }],
      ticketTypes: draft.ticketTypes.map((type) => ({ ...type, pools: [...type.pools, id] })),
    })
  }
  return (
    <FoldedSection title={form.pools} text={form.poolsText} open={open}>
      <Rows add={form.addPool} onAdd={add}>
        {pools.map((pool, index) => (
          <Row key={pool.id} drop={form.drop(pool.name)} onDrop={() => drop(pool.id)}>
            <Fields>
              <Field
                label={form.typeName}
                value={pool.name}
                onChange={({ target }) => put({ ...pool, name: target.value })}
                required
                complaint={complaint(`pools/${index}/name`)}
              />
              <Field
                label={form.poolSize}
                hint={form.anyNumber}
                inputMode="numeric"
                value={pool.size}
                onChange={({ target }) => put({ ...pool, size: target.value })}
                complaint={complaint(`pools/${index}/size`)}
              />
            </Fields>
          </Row>
        ))}
      </Rows>
    </FoldedSection>
  )
}

/** Places that are kept for who has a code. */
export function AllotmentsSection({ draft, change, complaint, open }: FoldedProps) {
  const { form } = useEventWords()
  const { allotments } = draft
  const { data: plans = [] } = useQuery(planChoicesQuery)
  // A new event takes the newest version of its plan.
  const newest = plans.find(({ id }) => id === draft.planId)?.publishedVersion ?? null
  const planned = { planId: draft.planId || null, planVersion: draft.planVersion ?? newest }
  const put = (one: AllotmentDraft) =>
    change({ allotments: allotments.map((other) => (other.id === one.id ? one : other)) })
  const blank = (): AllotmentDraft => ({ id: newId('al'), name: '', seats: '', quantity: '', releasesAt: '' })
  const drop = (id: string) =>
    change({
      allotments: allotments.filter((one) => one.id !== id),
      codes: draft.codes.map((code) => (code.allotmentId === id ? { ...code, allotmentId: '' } : code)),
    })
  return (
    <FoldedSection title={form.allotments} text={form.allotmentsText} open={open}>
      <Rows add={form.addAllotment} onAdd={() => change({ allotments: [...allotments, blank()] })}>
        {allotments.map((one, index) => (
          <Row key={one.id} drop={form.drop(one.name)} onDrop={() => drop(one.id)}>
            <Field
              label={form.typeName}
              value={one.name}
              onChange={({ target }) => put({ ...one, name: target.value })}
              required
              complaint={complaint(`allotments/${index}/name`)}
            />
            {draft.planId !== '' && (
              <SeatsField
                label={form.allotmentSeats}
                planned={planned}
                seats={one.seats}
                onSeats={(seats) => put({ ...one, seats })}
              />
            )}
            <Fields>
              <Field
                label={form.allotmentQuantity}
                inputMode="numeric"
                value={one.quantity}
                onChange={({ target }) => put({ ...one, quantity: target.value })}
                complaint={complaint(`allotments/${index}/quantity`)}
              />
              <Field
                label={form.releasesAt}
                hint={form.releasesHint}
                type="datetime-local"
                value={one.releasesAt}
                onChange={({ target }) => put({ ...one, releasesAt: target.value })}
                complaint={complaint(`allotments/${index}/releasesAt`)}
              />
            </Fields>
          </Row>
        ))}
      </Rows>
    </FoldedSection>
  )
}

const blankCode = (): CodeDraft => ({
  key: newId('c'),
  code: '',
  ticketTypes: [],
  allotmentId: '',
  discount: '',
  maxUses: '',
  startsAt: '',
  endsAt: '',
  tag: null,
})

/** What a word opens: hidden types, places that are kept, a lower price. */
export function CodesSection({ draft, change, complaint, open }: FoldedProps) {
  const { form } = useEventWords()
  const { codes } = draft
  const put = (code: CodeDraft) => change({ codes: codes.map((one) => (one.key === code.key ? code : one)) })
  return (
    <FoldedSection title={form.codes} text={form.codesText} open={open}>
      <Rows add={form.addCode} onAdd={() => change({ codes: [...codes, blankCode()] })}>
        {codes.map((code, index) => (
          <Row
            key={code.key}
            drop={form.drop(code.code)}
            onDrop={() => change({ codes: codes.filter(({ key }) => key !== code.key) })}
          >
            <CodeFields code={code} at={`codes/${index}`} draft={draft} put={put} complaint={complaint} />
          </Row>
        ))}
      </Rows>
    </FoldedSection>
  )
}

interface CodeProps extends Pick<SectionProps, 'draft' | 'complaint'> {
  code: CodeDraft
  at: string
  put(code: CodeDraft): void
}

function CodeFields({ code, at, draft, put, complaint }: CodeProps) {
  const { form } = useEventWords()
  const fields = [
    ['code', form.code, form.codeHint, 'text'],
    ['discount', form.discount, form.discountHint, 'text'],
    ['maxUses', form.maxUses, form.anyNumber, 'text'],
    ['startsAt', form.validFrom, undefined, 'datetime-local'],
    ['endsAt', form.validUntil, undefined, 'datetime-local'],
  ] as const
  return (
    <>
      <Fields>
        {fields.map(([name, label, hint, type]) => (
          <Field
            key={name}
            label={label}
            {...(hint !== undefined && { hint })}
            type={type}
            value={code[name]}
            onChange={({ target }) => put({ ...code, [name]: target.value })}
            required={name === 'code'}
            autoComplete="off"
            complaint={complaint(`${at}/${name}`)}
          />
        ))}
        {draft.allotments.length > 0 && (
          <ChoiceField
            label={form.opensAllotment}
            value={code.allotmentId}
            options={[['', form.none], ...draft.allotments.map(({ id, name }): [string, string] => [id, name])]}
            onChange={(allotmentId) => put({ ...code, allotmentId })}
          />
        )}
      </Fields>
      {draft.ticketTypes.some(({ hidden }) => hidden) && (
        <Several
          title={form.opensTypes}
          options={draft.ticketTypes.filter(({ hidden }) => hidden).map(({ id, name }) => [id, name])}
          chosen={code.ticketTypes}
          onChange={(ticketTypes) => put({ ...code, ticketTypes })}
        />
      )}
    </>
  )
}
