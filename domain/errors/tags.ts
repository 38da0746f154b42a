import { LIMITS } from '../../contract/limits.ts'
import type { NormalizedEvent } from '../../contract/occurrences.ts'

/**
 * What an occurrence counts towards, as `key=value`: the tags the SDK sent and those that Sentry derives from
 * the event itself. A key never holds `=`, so the first one parts key from value.
 */
export function facetsOf(event: NormalizedEvent): string[] {
  const facets: string[] = []
  const add = (key: string, value: string | undefined): void => {
    if (!value) return
    facets.push(`${key.replaceAll('=', '_')}=${value.slice(0, LIMITS.tagValueChars)}`)
  }
  for (const [key, value] of Object.entries(event.tags)) add(key, value)
  for (const [key, value] of derived(event)) if (!(key in event.tags)) add(key, value)
  return facets
}

function derived(event: NormalizedEvent): [string, string | undefined][] {
  const mechanism = event.exception?.values.at(-1)?.mechanism
  return [
    ['level', event.level],
    ['environment', event.environment],
    ['release', event.release],
    ['dist', event.dist],
    ['logger', event.logger],
    ['server_name', event.server_name],
    ['transaction', event.transaction],
    ['mechanism', mechanism?.type],
    ['handled', mechanism?.handled === undefined ? undefined : mechanism.handled ? 'yes' : 'no'],
    ['browser', nameAndVersion(event, 'browser')],
    ['os', nameAndVersion(event, 'os')],
    ['runtime', nameAndVersion(event, 'runtime')],
    ['device', textOf(event.contexts?.device?.model)],
  ]
}

function nameAndVersion(event: NormalizedEvent, context: string): string | undefined {
  const { name, version } = event.contexts?.[context] ?? {}
  const label = textOf(name)
  return label === undefined ? undefined : [label, textOf(version)].filter(Boolean).join(' ')
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)
