import fc from 'fast-check'
import { buying } from './buying.ts'
import { changing } from './changing.ts'
import { waitingInLine } from './line.ts'
import { office } from './office.ts'
import { repeating } from './repeating.ts'
import type { RoomUnderTest } from './room-under-test.ts'
import { type Scenario, scenarios } from './scenario.ts'
import { openWorld, type World } from './world.ts'

interface Run {
  seed: number
  /** Stops after as many requests. */
  requests: number
  /** Commands in one go, at most. */
  longest: number
  open: (scenario: Scenario) => RoomUnderTest | Promise<RoomUnderTest>
  progress?: (done: number) => void
}

const ROUND = 50

/**
 * Asks rooms of all kinds for all that can be asked, in any order, and checks after each request what must hold.
 * @returns how often what was asked and how it was answered
 * @throws with the shortest story that breaks a rule, and the seed that tells it again
 */
export const tellStories = async ({ seed, requests, longest, open, progress }: Run): Promise<World['tally']> => {
  const tally: World['tally'] = new Map()
  const commands = fc.commands([...buying, ...changing, ...office, ...waitingInLine, ...repeating], {
    maxCommands: longest,
    size: 'max',
  })
  const property = fc.asyncProperty(scenarios, commands, async (scenario, story) => {
    const room = await open(scenario)
    await fc.asyncModelRun(() => ({ model: openWorld(scenario, tally), real: room }), story)
  })
  let done = 0
  for (let round = 0; done < requests; round += 1) {
    await fc.assert(property, { numRuns: ROUND, seed: seed + round, endOnFailure: false })
    done = [...tally.values()].reduce((sum, many) => sum + many, 0)
    progress?.(done)
  }
  return tally
}
