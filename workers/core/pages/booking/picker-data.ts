import type { PickerData } from '../../../../contract/picker.ts'
import { publicTypes } from '../../../../domain/booking/event-content.ts'
import type { Choice } from './choose-forms.ts'
import { PICKER_WORDS } from './picker-words.ts'
import type { Words } from './words-en.ts'

/** @returns what the picker goes by. `own`: seats of the hold that the chosen ones take the place of. */
export const pickerData = ({ visit, stock, replaces }: Choice, own: string[]): PickerData => {
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
    ticketTypes: publicTypes(settings).map(({ id, name, price, categories }) => ({ id, name, price, categories })),
    replaces,
    own,
    hasCodes: settings.codes.length > 0,
    words: {
      ...PICKER_WORDS[reader.language],
      code: reader.words.choose.code,
      codeLabel: reader.words.choose.codeLabel,
      refusal: refusalsOf(reader.words),
    },
  }
}

const refusalsOf = ({ refusal }: Words): PickerData['words']['refusal'] =>
  Object.fromEntries(Object.entries(refusal).map(([reason, [title, remedy]]) => [reason, { title, remedy }]))
