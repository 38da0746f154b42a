import { describe, expect, it } from 'vitest'
import { planFaults } from '../../../../domain/booking/seating-plan.ts'
import { bigHouse, parishHall, planOf, seatAt, smallTheatre } from './houses.ts'

const found = (...args: Parameters<typeof planFaults>) =>
  planFaults(...args).map(({ pointer, code }) => [pointer, code])

describe('a plan of sound shape', () => {
  it('has nothing wrong with it where all names fit', () => {
    for (const plan of [smallTheatre(), parishHall(), planOf(), bigHouse()]) expect(planFaults(plan)).toEqual([])
  })

  it('has each guid once, in whatever zone', () => {
    const plan = planOf([seatAt('a', 0), seatAt('b', 20)], [seatAt('a', 0)])
    expect(found(plan)).toEqual([['/zones/0/rows/1/seats/0/seat_guid', 'duplicate']])
  })

  it('has guids like the names that objects have', () => {
    expect(planFaults(planOf([seatAt('constructor', 0), seatAt('toString', 20), seatAt('1', 40)]))).toEqual([])
  })

  it('has each category that it names, once', () => {
    const plan = planOf([seatAt('a', 0, 0, { category: 'Gold' }), seatAt('b', 20, 0, { category: 'toString' })])
    plan.categories.push({ name: 'All' })
    expect(found(plan)).toEqual([
      ['/categories/1/name', 'duplicate'],
      ['/zones/0/rows/0/seats/0/category', 'unknown_category'],
      ['/zones/0/rows/0/seats/1/category', 'unknown_category'],
    ])
  })

  it('says the category of an area with capacity where there are several', () => {
    const plan = planOf()
    const areas = [{ capacity: 5 }, { capacity: 5, category: 'Gold' }, { category: 'All' }, {}]
    plan.zones.push({ position: { x: 0, y: 0 }, rows: [], areas })
    expect(found(plan)).toEqual([['/zones/1/areas/1/category', 'unknown_category']])
    plan.categories.push({ name: 'Gold' })
    expect(found(plan)).toEqual([['/zones/1/areas/0/category', 'missing_category']])
  })

  it('knows its areas apart', () => {
    const plan = planOf()
    const areas = [
      { capacity: 5, uuid: 'u' },
      { capacity: 5, area_guid: 'u' },
    ]
    plan.zones.push({ position: { x: 0, y: 0 }, rows: [], areas })
    expect(found(plan)).toEqual([['/zones', 'duplicate']])
  })

  it('stores the places of all seats of a row or of none', () => {
    const seats = [1, 2, 2, undefined].map((place, at) =>
      seatAt(`s${at}`, at, 0, place === undefined ? {} : { adjacency_index: place }),
    )
    expect(found(planOf(seats))).toEqual([
      ['/zones/0/rows/0/seats/2/adjacency_index', 'duplicate'],
      ['/zones/0/rows/0/seats/3/adjacency_index', 'missing'],
    ])
  })

  it('is not told of more than a hundred faults', () => {
    expect(planFaults({ ...bigHouse(), categories: [] })).toHaveLength(100)
  })
})
