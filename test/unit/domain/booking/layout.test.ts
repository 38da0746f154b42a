import { describe, expect, it } from 'vitest'
import { categoriesOf, layoutOf, vanished } from '../../../../domain/booking/layout.ts'
import { bigHouse, parishHall, planOf, seatAt, smallTheatre } from './houses.ts'

const besideIn = ({ seats }: ReturnType<typeof layoutOf>) => {
  const placed = new Map(seats.map(({ guid, row, at }) => [`${row} ${at}`, guid]))
  return (guid: string) => {
    const seat = seats.find((one) => one.guid === guid)
    return seat === undefined ? [] : [-1, 1].map((step) => placed.get(`${seat.row} ${seat.at + step}`) ?? null)
  }
}

describe('the layout of a theatre', () => {
  const layout = layoutOf(smallTheatre())
  const beside = besideIn(layout)

  it('has every seat and the places without numbers', () => {
    expect(layout.seats.length).toBe(200)
    expect(layout.areas).toEqual([{ id: 'standing', name: 'Standing room', category: 'Standing', capacity: 60 }])
    expect(categoriesOf(layout).map(({ name, places }) => [name, places])).toEqual([
      ['Front stalls', 64],
      ['Stalls', 96],
      ['Balcony', 40],
      ['Standing', 60],
    ])
  })

  it('has neighbours by its aisles, not by odd and even numbers', () => {
    expect(beside('stalls-A-1')).toEqual(['stalls-A-3', 'stalls-A-2'])
    expect(beside('stalls-A-9')).toEqual(['stalls-A-11', null])
    expect(beside('stalls-A-8')).toEqual(['stalls-A-6', null])
    expect(beside('stalls-A-10')).toEqual([null, 'stalls-A-12'])
    expect(beside('balcony-1-10')).toEqual(['balcony-1-9', null])
  })

  it('counts positions from row and zone', () => {
    expect(layout.seats[0]).toMatchObject({ guid: 'stalls-A-15', x: 135, y: 132 })
  })

  it('ranks the rows nearest to the stage first, and knows their middle', () => {
    expect(layout.rows.map(({ rank }) => rank)).toEqual(layout.rows.map((_, index) => index))
    expect(layout.rows[0]).toMatchObject({ label: 'Row A', zone: 'Stalls', middle: 8.5 })
    expect(layout.seats.filter(({ row, at }) => row === 0 && Math.abs(at - 8.5) < 1).map(({ guid }) => guid)).toEqual([
      'stalls-A-1',
      'stalls-A-2',
    ])
  })

  it('tells accessible places and those of companions', () => {
    const named = (kind: 'accessible' | 'companion') =>
      layout.seats.filter((seat) => seat[kind]).map(({ guid }) => guid)
    expect(named('accessible')).toEqual(['stalls-A-9', 'stalls-A-10', 'stalls-J-15', 'stalls-J-16'])
    for (const guid of named('accessible'))
      expect(beside(guid).filter((one) => named('companion').includes(one ?? ''))).toHaveLength(1)
  })
})

describe('the layout of any plan', () => {
  it('is made of the first version of the form too, with aisles where its gaps are', () => {
    const layout = layoutOf(parishHall())
    expect(layout.seats.map(({ at }) => at).slice(0, 8)).toEqual([0, 1, 2, 3, 5, 6, 7, 8])
    expect(layout.focus).toBeNull()
    expect(layout.rows.map(({ rank, middle }) => [rank, middle])).toEqual([0, 1, 2, 3, 4].map((rank) => [rank, 4]))
    expect(layout.categories).toEqual([{ name: 'All', color: '#808080' }])
  })

  it('leaves out rows without seats', () => {
    const layout = layoutOf(planOf([], [seatAt('a', 0)], []))
    expect(layout.rows.map(({ label }) => label)).toEqual(['2'])
    expect(layout.seats[0]?.row).toBe(0)
  })

  it('names an area by its guid, its uuid or its name, and never two alike', () => {
    const plan = planOf()
    const areas = [
      { capacity: 5, area_guid: 'pit', uuid: 'u-1' },
      { capacity: 6, uuid: 'u-2', text: 'Lawn' },
      { capacity: 7, text: { text: 'Lawn' } },
      { capacity: 8, text: 'Lawn' },
      { capacity: 0, text: 'Bar' },
      { text: 'Stage' },
      { capacity: 9 },
      { capacity: 1, text: '__proto__' },
      { capacity: 2, text: ' Grand\nstand ' },
      { capacity: 3, text: '🎭' },
      { capacity: 4, area_guid: 'Lawn-3' },
      { capacity: 4, text: 'Lawn' },
    ]
    plan.zones.push({ name: 'Park', position: { x: 0, y: 0 }, rows: [], areas })
    expect(layoutOf(plan).areas.map(({ id, name, capacity }) => [id, name, capacity])).toEqual([
      ['pit', 'Park', 5],
      ['u-2', 'Lawn', 6],
      ['Lawn', 'Lawn', 7],
      ['Lawn-2', 'Lawn', 8],
      ['Park', 'Park', 9],
      ['proto', '__proto__', 1],
      ['Grand-stand', 'Grand stand', 2],
      ['area', '🎭', 3],
      ['Lawn-3', 'Park', 4],
      ['Lawn-4', 'Lawn', 4],
    ])
  })

  it('is made of fifty thousand seats', () => {
    const layout = layoutOf(bigHouse())
    expect(layout.seats.length).toBe(50_000)
    expect(layout.rows.length).toBe(1000)
    expect(new Set(layout.seats.map(({ row, at }) => `${row} ${at}`)).size).toBe(50_000)
  })
})

describe('a next version', () => {
  const old = layoutOf(smallTheatre())
  const without = (guid: string) => {
    const plan = smallTheatre()
    for (const zone of plan.zones)
      for (const row of zone.rows) row.seats = row.seats.filter(({ seat_guid }) => seat_guid !== guid)
    return plan
  }

  it('may lose seats that nobody has', () => {
    expect(vanished(old, layoutOf(without('stalls-B-1')), ['stalls-B-2', 'standing'])).toEqual([])
  })

  it('names taken seats and areas that it has no more', () => {
    const plan = without('stalls-B-1')
    for (const zone of plan.zones) zone.areas = []
    const taken = ['stalls-B-2', 'stalls-B-1', 'standing', 'of another house']
    expect(vanished(old, layoutOf(plan), taken)).toEqual(['stalls-B-1', 'standing'])
  })
})
