import type { TicketType } from '../../contract/event-settings.ts'
import type { TourOption, TourSettings } from '../../contract/tours.ts'
import { fractionDigits } from './currency.ts'
import { publicTypes } from './event-content.ts'

/** What is sold, in the words of OCTO (https://docs.octo.travel); names and rules are those of its specification. */

/** What a reseller asked to be told besides, by `Octo-Capabilities`. */
export interface OctoCapabilities {
  content: boolean
  pricing: boolean
}

export interface OctoTour {
  id: string
  name: string
  timeZone: string
  settings: TourSettings
}

const EVERYONE = { minAge: 0, maxAge: 150 }
const LABELS = { minute: 'minutes', hour: 'hours', day: 'days' } as const

/** @returns the ticket types that an option sells to the public. */
export const unitsOf = ({ settings }: Pick<OctoTour, 'settings'>, option: TourOption): TicketType[] =>
  publicTypes({ ticketTypes: option.ticketTypes ?? settings.ticketTypes })

/** @returns a price in OCTO's words: prices are gross, and what a reseller keeps is agreed elsewhere. */
export const octoPrice = (amount: number, currency: string) => ({
  original: amount,
  retail: amount,
  net: amount,
  currency,
  currencyPrecision: fractionDigits(currency),
  includedTaxes: [],
})

/** @returns a tour as OCTO's product. */
export const octoProduct = (tour: OctoTour, capabilities: OctoCapabilities) => {
  const { settings } = tour
  const lengths = settings.options.map(({ durationMinutes }) => durationMinutes)
  return {
    id: tour.id,
    internalName: tour.name,
    reference: settings.reference,
    locale: settings.languages[0] ?? 'en',
    timeZone: tour.timeZone,
    allowFreesale: false,
    instantConfirmation: true,
    instantDelivery: true,
    availabilityRequired: true,
    availabilityType: 'START_TIME',
    deliveryFormats: ['QRCODE'],
    deliveryMethods: DELIVERY,
    redemptionMethod: 'DIGITAL',
    options: settings.options.map((option) => octoOption(tour, option, capabilities)),
    ...(capabilities.pricing
      ? { defaultCurrency: settings.currency, availableCurrencies: [settings.currency], pricingPer: 'UNIT' }
      : {}),
    ...(capabilities.content
      ? {
          title: tour.name,
          description: settings.description,
          ...NO_CONTENT,
          media: coverOf(settings.imageUrl),
          durationMinutesFrom: Math.min(...lengths),
          durationMinutesTo: Math.max(...lengths),
          commentary: settings.languages.map((language) => ({ format: 'IN_PERSON', language })),
        }
      : {}),
  }
}

export const DELIVERY = ['TICKET']
const NO_CONTENT = { shortDescription: null, features: [], faqs: [], locations: [], categoryLabels: [] }

const coverOf = (src: string | null) => {
  if (src === null) return []
  const type = /\.png(\?|$)/i.test(src) ? 'image/png' : 'image/jpeg'
  return [{ src, type, rel: 'COVER', title: null, caption: null, copyright: null }]
}

/** @returns one option of a tour as OCTO says it. */
export const octoOption = (tour: OctoTour, option: TourOption, capabilities: OctoCapabilities) => {
  const { cancellationCutoffAmount: amount, cancellationCutoffUnit: unit, restrictions } = option
  const units = unitsOf(tour, option)
  const lowest = units.length === 0 ? 0 : Math.min(...units.map(({ price }) => price))
  const unsaid = tour.settings.options.every((one) => !one.default)
  return {
    id: option.id,
    default: option.default || (unsaid && tour.settings.options[0]?.id === option.id),
    internalName: option.internalName,
    reference: option.reference,
    availabilityLocalStartTimes: [...new Set(option.schedule.flatMap(({ startTimes }) => startTimes))].sort(),
    cancellationCutoff: `${amount} ${LABELS[unit]}`,
    cancellationCutoffAmount: amount,
    cancellationCutoffUnit: unit,
    requiredContactFields: [],
    restrictions: { minUnits: restrictions.minUnits, maxUnits: restrictions.maxUnits ?? tour.settings.maxPerBuyer },
    units: units.map((type) => octoUnit(type, capabilities)),
    ...(capabilities.pricing ? { pricingFrom: [octoPrice(lowest, tour.settings.currency)] } : {}),
    ...(capabilities.content
      ? {
          title: option.internalName,
          description: option.meetingPoint,
          ...NO_CONTENT,
          media: [],
          durationMinutesFrom: option.durationMinutes,
          durationMinutesTo: null,
          commentary: option.language === null ? [] : [{ format: 'IN_PERSON', language: option.language }],
        }
      : {}),
  }
}

/** @returns a ticket type as OCTO's unit. */
export const octoUnit = (type: TicketType, capabilities: OctoCapabilities) => {
  const { restrictions } = type
  const price = [octoPrice(type.price, type.currency)]
  return {
    id: type.id,
    internalName: type.name,
    reference: null,
    type: type.type,
    restrictions: {
      ...restrictions,
      minAge: restrictions.minAge ?? EVERYONE.minAge,
      maxAge: restrictions.maxAge ?? EVERYONE.maxAge,
    },
    requiredContactFields: [],
    ...(capabilities.pricing ? { pricingFrom: price, pricing: price } : {}),
    ...(capabilities.content ? { title: type.name, shortDescription: type.description ?? '', features: [] } : {}),
  }
}
