import type { PickerData } from '../../../contract/picker.ts'
import type { PlanMap } from '../../../contract/plan-map.ts'
import { element } from './element.ts'
import { holdSeats } from './hold-seats.ts'
import { type House, houseOf, isFree, nameOf, priceOf, typesFor } from './house.ts'
import { mapLegend } from './legend.ts'
import { seatList } from './list.ts'
import { type Link, readStock, watch } from './live.ts'
import { seatMap } from './map.ts'
import { choicePanel } from './panel.ts'
import { say } from './words.ts'

/** Puts the picker in the place of the plain list. Where anything fails before it stands, the list stays. */
export const openPicker = async (data: PickerData): Promise<void> => {
  const [plan, stock] = await Promise.all([fetch(data.plan), readStock(data.eventId)])
  if (!plan.ok) throw new Error(`The plan answered ${plan.status}`)
  const house = houseOf(data, (await plan.json()) as PlanMap, stock)
  const { root, replaced } = places()
  show(house, root)
  replaced.hidden = true
  root.hidden = false
}

const places = (): { root: HTMLElement; replaced: HTMLElement } => {
  const [root, replaced] = ['picker', 'seat-list'].map((id) => document.getElementById(id))
  if (!root || !replaced) throw new Error('The page has no place for the picker')
  return { root, replaced }
}

const show = (house: House, root: HTMLElement): void => {
  const { data } = house
  const { words } = data
  const said = element('p', { class: 'said', role: 'status' })
  const link = element('p', { class: 'link' })
  let holding = false

  const refresh = (seats: Iterable<number>): void => {
    map.paint(seats)
    list.refresh()
    legend.refresh()
    panel.refresh()
  }
  const remove = (seat: number): void => {
    house.chosen.delete(seat)
    said.textContent = say(words.removed, { place: nameOf(house, seat) })
    refresh([seat])
  }
  const toggle = (seat: number): void => {
    panel.complain(null)
    if (house.chosen.has(seat)) {
      remove(seat)
      return
    }
    const place = nameOf(house, seat)
    const type = typesFor(house, seat)[0]
    if (type === undefined || !isFree(house, seat)) {
      said.textContent = say(type === undefined ? words.noTicket : words.isTaken, { place })
      return
    }
    house.chosen.set(seat, type.id)
    said.textContent = say(words.added, { place, price: priceOf(house, seat, type.id) })
    refresh([seat])
  }
  const lose = (seats: readonly number[]): void => {
    const lost = seats.filter((seat) => house.chosen.has(seat) && !isFree(house, seat))
    for (const seat of lost) house.chosen.delete(seat)
    if (lost.length > 0)
      said.textContent = lost.map((seat) => say(words.gone, { place: nameOf(house, seat) })).join('. ')
  }
  const hold = async (): Promise<void> => {
    holding = true
    panel.busy(true)
    const refused = await holdSeats(house)
    if (refused === null) return
    holding = false
    panel.busy(false)
    const taken = refused.seats.map((guid) => house.map.seats.guid.indexOf(guid)).filter((seat) => seat >= 0)
    for (const seat of taken) house.stock.seats[house.map.seats.guid[seat] ?? ''] = 'held'
    lose(taken)
    refresh(taken)
    panel.complain(refused.complaint)
  }

  const map = seatMap(house, toggle)
  const list = seatList(house, toggle)
  const legend = mapLegend(house)
  const panel = choicePanel(house, {
    remove,
    retype(seat, typeId) {
      house.chosen.set(seat, typeId)
      panel.refresh()
    },
    hold: () => void hold(),
  })
  const guids = new Map(house.map.seats.guid.map((guid, seat) => [guid, seat]))
  for (const guid of data.chosen) {
    const seat = guids.get(guid) ?? -1
    const type = typesFor(house, seat)[0]
    if (type !== undefined && isFree(house, seat)) house.chosen.set(seat, type.id)
  }
  // Typing a code opens the page anew: what was chosen comes along.
  document.getElementById('code-form')?.addEventListener('formdata', ({ formData }) => {
    for (const seat of house.chosen.keys()) formData.append('seat', house.map.seats.guid[seat] ?? '')
  })
  refresh([])
  // The list comes first: who does not want the map meets it before.
  root.append(list.node, element('div', { class: 'stage' }, map.node, panel.node), legend.node, said, link)

  const tellLink = (state: Link): void => {
    link.className = `link ${state}`
    link.textContent = words[state]
  }
  tellLink('polling')
  watch({
    eventId: data.eventId,
    stock: house.stock,
    tell(stock, changed, state) {
      tellLink(state)
      house.stock = stock
      if (changed.length === 0) return
      const seats = changed.flatMap((guid) => guids.get(guid) ?? [])
      if (!holding) lose(seats)
      refresh(seats)
    },
  })
}
