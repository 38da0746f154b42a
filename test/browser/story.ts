import type { Issue } from '../../contract/issues.ts'
import { issuesOf, newProject, type Team, until } from '../journeys/client.ts'
import { envelopeOf, newEventId, postEnvelope, type SmallEvent } from '../journeys/sdk.ts'
import { CHARACTERS, type Character } from './characters.ts'

/** Where the pages of the story are. */
export interface Story {
  /** Id of the issue that has the most to tell. */
  issue: string
  project: string
}

const DAY_SECONDS = 24 * 3600
/** When the newer release of each app went out. */
const RELEASED_AGO = 9 * 3600
const SENDERS = 8

/** Sends a day of errors of a company that sells tickets: three apps, many kinds, users, releases, ups and downs. */
export async function tellStory(team: Team): Promise<Story> {
  const apps = new Map<string, Team>()
  for (const name of new Set(CHARACTERS.map(({ app }) => app))) {
    apps.set(name, { ...team, project: await newProject(team.origin, team.token, name) })
  }
  const now = Date.now() / 1000
  const lines = CHARACTERS.flatMap((character) =>
    Array.from({ length: character.count }, (_, turn) => ({ character, event: eventOf(character, turn, now) })),
  )
  // Oldest first, as they would have come.
  lines.sort((a, b) => Number(b.event.timestamp) - Number(a.event.timestamp))
  const total = lines.length
  const speak = async (): Promise<void> => {
    for (let line = lines.pop(); line; line = lines.pop()) {
      const app = apps.get(line.character.app)
      if (app) await postEnvelope(app, envelopeOf(line.event))
    }
  }
  await Promise.all(Array.from({ length: SENDERS }, speak))
  const issues = await until('the whole story', async () => {
    const told: Issue[] = (await Promise.all([...apps.values()].map((app) => issuesOf(app)))).flat()
    return told.reduce((sum, { count }) => sum + count, 0) === total && told
  })
  const hero = issues.find(({ title }) => title.startsWith('SeatTakenError'))
  if (!hero) throw new Error('The story lacks its hero')
  return { issue: hero.id, project: hero.projectId }
}

/** The same in every run but for the hour: who, when and where follow from the number of the occurrence. */
function eventOf(character: Character, turn: number, now: number): SmallEvent {
  const { tags, people, releases, environment, platform, level = 'error', exception, more } = character
  const ago = character.quiet + agoOf(turn, character) * (DAY_SECONDS * 0.98 - character.quiet)
  const person = (turn * 101) % people
  return {
    event_id: newEventId(),
    timestamp: now - ago,
    platform,
    level,
    environment,
    release: releases[ago < RELEASED_AGO ? releases.length - 1 : 0],
    user: { id: `u${person}`, email: `visitor${person}@example.com` },
    tags: Object.fromEntries(Object.entries(tags).map(([key, values]) => [key, values[turn % values.length]])),
    ...(exception && { exception }),
    ...more,
  }
}

/** Between 0, lately, and 1: spread by the golden ratio, denser where `lately` says so, with the ups and downs of a day. */
function agoOf(turn: number, { lately, phase }: Character): number {
  const even = (turn * 0.618034) % 1
  const wavy = even + Math.sin(even * 14 + phase) * 0.05
  return Math.min(1, Math.max(0, wavy)) ** lately
}
