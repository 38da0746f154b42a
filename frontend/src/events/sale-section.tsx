import { ChoiceField } from '../activity/choice-field.tsx'
import { Field } from '../components/field.tsx'
import { CheckField } from '../organization/check-field.tsx'
import { Fields, FoldedSection, Section, type SectionProps } from './form-section.tsx'
import { useEventWords } from './words.ts'

export function SaleSection({ draft, change, complaint }: SectionProps) {
  const { form } = useEventWords()
  const fields = [
    ['cutoffMinutes', form.cutoff, form.cutoffHint, 'cutoffMinutes'],
    ['cancellationCutoffMinutes', form.cancellationCutoff, form.cancellationCutoffHint, 'cancellationCutoffMinutes'],
    ['holdMinutes', form.hold, form.holdHint, 'holdSeconds'],
    ['maxPerBuyer', form.maxPerBuyer, form.maxPerBuyerHint, 'maxPerBuyer'],
    ['lowPercent', form.lowPercent, form.lowPercentHint, 'lowPercent'],
  ] as const
  return (
    <Section title={form.sale} text={form.saleText}>
      <Fields>
        <Field
          label={form.saleStartsAt}
          hint={form.saleStartsHint}
          type="datetime-local"
          value={draft.saleStartsAt}
          onChange={({ target }) => change({ saleStartsAt: target.value })}
          complaint={complaint('saleStartsAt')}
        />
        <Field
          label={form.saleEndsAt}
          hint={form.saleEndsHint}
          type="datetime-local"
          value={draft.saleEndsAt}
          onChange={({ target }) => change({ saleEndsAt: target.value })}
          complaint={complaint('saleEndsAt')}
        />
        {fields.map(([name, label, hint, pointer]) => (
          <Field
            key={name}
            label={label}
            hint={hint}
            inputMode="numeric"
            value={draft[name]}
            onChange={({ target }) => change({ [name]: target.value })}
            complaint={complaint(pointer)}
          />
        ))}
      </Fields>
    </Section>
  )
}

export function WaitlistSection({ draft: { waitlist }, change, complaint }: SectionProps) {
  const { form } = useEventWords()
  const set = (part: Partial<typeof waitlist>) => change({ waitlist: { ...waitlist, ...part } })
  const fits = ['SKIP_IF_NOT_FIT', 'STRICT', 'PARTIAL'] as const
  return (
    <Section title={form.waitlist} text={form.waitlistText}>
      <CheckField
        label={form.waitlistOn}
        checked={waitlist.enabled}
        onChange={({ target }) => set({ enabled: target.checked })}
      />
      {waitlist.enabled && (
        <>
          <Fields>
            <ChoiceField
              label={form.fit}
              value={waitlist.fit}
              options={fits.map((fit) => [fit, form.fits[fit]] as const)}
              onChange={(text) => set({ fit: fits.find((fit) => fit === text) ?? 'SKIP_IF_NOT_FIT' })}
            />
            <Field
              label={form.offerMinutes}
              hint={form.offerHint}
              inputMode="numeric"
              value={waitlist.offerMinutes}
              onChange={({ target }) => set({ offerMinutes: target.value })}
              complaint={complaint('waitlist/offerSeconds')}
            />
            <Field
              label={form.maxLapses}
              inputMode="numeric"
              value={waitlist.maxLapses}
              onChange={({ target }) => set({ maxLapses: target.value })}
              complaint={complaint('waitlist/maxLapses')}
            />
            <Field
              label={form.waitlistCloses}
              hint={form.saleEndsHint}
              type="datetime-local"
              value={waitlist.closesAt}
              onChange={({ target }) => set({ closesAt: target.value })}
              complaint={complaint('waitlist/closesAt')}
            />
          </Fields>
          <CheckField
            label={form.confirmsItself}
            hint={form.confirmsItselfHint}
            checked={waitlist.confirmsItself}
            onChange={({ target }) => set({ confirmsItself: target.checked })}
          />
          <CheckField
            label={form.invitedFirst}
            checked={waitlist.invitedFirst}
            onChange={({ target }) => set({ invitedFirst: target.checked })}
          />
        </>
      )}
    </Section>
  )
}

export function WaitingRoomSection(props: SectionProps & { open: boolean }) {
  const { form } = useEventWords()
  const { waitingRoom } = props.draft
  const set = (part: Partial<typeof waitingRoom>) => props.change({ waitingRoom: { ...waitingRoom, ...part } })
  const modes = ['off', 'on', 'auto'] as const
  return (
    <FoldedSection
      title={form.waitingRoom}
      text={form.modes[waitingRoom.mode]}
      open={props.open || waitingRoom.mode !== 'off'}
    >
      <p className="text-xs text-muted">{form.waitingRoomText}</p>
      <Fields>
        <ChoiceField
          label={form.mode}
          value={waitingRoom.mode}
          options={modes.map((mode) => [mode, form.modes[mode]] as const)}
          onChange={(text) => set({ mode: modes.find((mode) => mode === text) ?? 'off' })}
        />
        <Field
          label={form.rate}
          hint={form.rateHint}
          inputMode="numeric"
          value={waitingRoom.rate}
          onChange={({ target }) => set({ rate: target.value })}
          complaint={props.complaint('waitingRoom/rate')}
        />
        <Field
          label={form.opensAt}
          hint={form.opensAtHint}
          type="datetime-local"
          value={waitingRoom.opensAt}
          onChange={({ target }) => set({ opensAt: target.value })}
          complaint={props.complaint('waitingRoom/opensAt')}
        />
        <Field
          label={form.admittedMinutes}
          inputMode="numeric"
          value={waitingRoom.admittedMinutes}
          onChange={({ target }) => set({ admittedMinutes: target.value })}
          complaint={props.complaint('waitingRoom/admittedMinutes')}
        />
        <Field
          label={form.mostInside}
          hint={form.anyNumber}
          inputMode="numeric"
          value={waitingRoom.mostInside}
          onChange={({ target }) => set({ mostInside: target.value })}
          complaint={props.complaint('waitingRoom/mostInside')}
        />
        {waitingRoom.mode === 'auto' && (
          <>
            <Field
              label={form.holdsPerSecond}
              hint={form.holdsPerSecondHint}
              inputMode="numeric"
              value={waitingRoom.holdsPerSecond}
              onChange={({ target }) => set({ holdsPerSecond: target.value })}
              complaint={props.complaint('waitingRoom/holdsPerSecond')}
            />
            <Field
              label={form.sockets}
              hint={form.socketsHint}
              inputMode="numeric"
              value={waitingRoom.sockets}
              onChange={({ target }) => set({ sockets: target.value })}
              complaint={props.complaint('waitingRoom/sockets')}
            />
          </>
        )}
      </Fields>
    </FoldedSection>
  )
}
