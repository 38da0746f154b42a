import type { Grouping, GroupingComponent, GroupingVariant, NormalizedEvent } from '../../../contract/occurrences.ts'
import { branch, contributingText, hasContributing, leaf, withheld } from './component-v1.ts'
import { chainVariants } from './exceptions-v1.ts'
import { type Fingerprint, resolveFingerprint } from './fingerprint-v1.ts'
import { groupingText } from './message-v1.ts'
import { cspComponent } from './security-v1.ts'
import { stacktraceVariants, threadVariants, type Variants } from './stacktrace-v1.ts'

/** 32 lowercase hex of the MD5 digest of the text's UTF-8 bytes. */
type Md5 = (text: string) => string

interface NamedComponent {
  name: string
  component: GroupingComponent
}

function messageComponent(event: NormalizedEvent): GroupingComponent | undefined {
  const raw = event.logentry?.message || event.logentry?.formatted
  if (!raw) return undefined
  const stable = groupingText(raw)
  return leaf('message', stable, stable === raw ? undefined : 'replaced what changes from occurrence to occurrence')
}

function templateComponent(event: NormalizedEvent): GroupingComponent | undefined {
  const { filename, abs_path, context_line } = event.template ?? {}
  const name = filename || abs_path
  if (!name) return undefined
  return branch('template', [leaf('filename', name), ...(context_line ? [leaf('context-line', context_line)] : [])])
}

/** Two views of one thing: where only one of them has a contributing stack trace, only that one counts. */
function withStacktraceFirst({ app, system }: Variants): NamedComponent[] {
  if (system === undefined) return [{ name: 'app', component: app }]
  const better = hasContributing(system, 'stacktrace') && !hasContributing(app, 'stacktrace')
  const hint = 'ignored because it has no contributing stack trace, and the system variant has'
  return [
    { name: 'app', component: better ? withheld(app, hint) : app },
    { name: 'system', component: system },
  ]
}

const BY_STACKTRACE: readonly ((event: NormalizedEvent) => Variants | undefined)[] = [
  chainVariants,
  threadVariants,
  (event) => event.stacktrace && stacktraceVariants(event.stacktrace, event.platform),
]
const BY_CONTENT: readonly ((event: NormalizedEvent) => GroupingComponent | undefined)[] = [
  templateComponent,
  cspComponent,
  messageComponent,
]

/** The first way of grouping that has something to say. */
function defaultComponents(event: NormalizedEvent): NamedComponent[] {
  for (const strategy of BY_STACKTRACE) {
    const variants = strategy(event)
    if (variants?.app.contributes || variants?.system?.contributes) return withStacktraceFirst(variants)
  }
  for (const strategy of BY_CONTENT) {
    const component = strategy(event)
    if (component?.contributes) return [{ name: 'default', component }]
  }
  return []
}

/** What is hashed: the default values, or the fingerprint with them put in where it says so. */
function hashedText(text: string, fingerprint: (string | undefined)[] | undefined): string {
  return fingerprint === undefined ? text : fingerprint.map((value) => value ?? text).join('')
}

function variantsOf(
  components: NamedComponent[],
  fingerprint: (string | undefined)[] | undefined,
  md5: Md5,
): GroupingVariant[] {
  const seen = new Set<string>()
  return components.map(({ name, component }) => {
    if (!component.contributes)
      return { name, contributes: false, ...(component.hint && { hint: component.hint }), component }
    const hash = md5(hashedText(contributingText(component), fingerprint))
    const shown = fingerprint && { fingerprint: fingerprint.map((value) => value ?? '{{ default }}') }
    if (seen.has(hash)) {
      return {
        name,
        contributes: false,
        hash,
        hint: 'ignored because it is the same as the app variant',
        component,
        ...shown,
      }
    }
    seen.add(hash)
    return { name, contributes: true, hash, component, ...shown }
  })
}

function grouping(variants: GroupingVariant[]): Grouping {
  const hashes = variants.filter((variant) => variant.contributes).map((variant) => variant.hash)
  return { algorithm: 'v1', hashes: hashes.filter((hash) => hash !== undefined), variants }
}

function customGrouping({ source, values }: Fingerprint & { kind: 'custom' }, md5: Md5): Grouping {
  const name = source === 'client' ? 'custom-fingerprint' : 'built-in-fingerprint'
  return grouping([{ name, contributes: true, hash: md5(values.join('')), fingerprint: values }])
}

/** What a person wrote is never the same as what another person wrote. */
function feedbackGrouping(event: NormalizedEvent, md5: Md5): Grouping {
  const component = branch('feedback', [leaf('salt', 'feedback'), leaf('event-id', event.event_id)])
  return grouping([{ name: 'default', contributes: true, hash: md5(contributingText(component)), component }])
}

/**
 * Decides which issue an event belongs to, as Sentry's `newstyle:2026-01-20` does: by its exceptions, else its threads,
 * its stack trace, its template, its policy report, its message; by the in-app frames (`app`) and by all of them
 * (`system`). A hash is the MD5 of the contributing values one after the other. `in_app` must have been decided on every
 * frame before. Never throws, and depends on nothing but the event.
 */
export function groupV1(event: NormalizedEvent, md5: Md5): Grouping {
  if (event.type === 'feedback') return feedbackGrouping(event, md5)
  const fingerprint = resolveFingerprint(event)
  if (fingerprint.kind === 'custom') return customGrouping(fingerprint, md5)
  const components = defaultComponents(event)
  const spliced = fingerprint.kind === 'hybrid' ? fingerprint.values : undefined
  if (components.length > 0) return grouping(variantsOf(components, spliced, md5))
  const hint = 'the event has nothing to group it by'
  return grouping([{ name: 'fallback', contributes: true, hash: md5(hashedText('', spliced)), hint }])
}
