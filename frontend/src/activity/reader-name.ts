import type { Messages } from '../i18n/language.tsx'

/** What a reader is to people: what it does, or which Kafka it tells. */
export function readerName(name: string, { names, kafka }: Messages['activity']['consumers']): string {
  const known: Record<string, string> = names
  const [kind, lane] = name.split(':')
  return kind === 'kafka' && lane !== undefined ? kafka(lane) : (known[name] ?? name)
}
