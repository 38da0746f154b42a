import type { PickerData } from '../../../../contract/picker.ts'
import { type Choice, offeredTypes } from './choose-forms.ts'
import { PICKER_WORDS } from './picker-words.ts'
import type { Words } from './words-en.ts'

/**
 * @param own seats of the hold that the chosen ones take the place of
 * @param ticked those that are chosen to begin with
 * @returns what the picker goes by
 */
export const pickerData = (
  choice: Choice,
  { own, ticked }: { own: string[]; ticked: ReadonlySet<string> },
): PickerData => {
  const { visit, stock, replaces, code } = choice
  const { event, reader } = visit
  const { settings } = event
  return {
    page: 'seats',
    eventId: event.id,
    language: reader.language,
    seq: stock.now?.seq ?? 0,
    plan: `/events/${event.id}/plan.json?v=${event.planVersion}`,
    currency: event.currency,
    maxPerBuyer: settings.maxPerBuyer,
    ticketTypes: offeredTypes(choice).map(({ id, name, price, categories }) => ({ id, name, price, categories })),
    replaces,
    own,
    chosen: [...ticked],
    code: code.opened?.code ?? null,
    opened: code.opened?.seats ?? [],
    words: {
      ...PICKER_WORDS[reader.language],
      refusal: refusalsOf(reader.words),
    },
  }
}

const refusalsOf = ({ refusal }: Words): PickerData['words']['refusal'] =>
  Object.fromEntries(Object.entries(refusal).map(([reason, [title, remedy]]) => [reason, { title, remedy }]))
