import type { ExceptionValue, GroupingComponent, Mechanism, NormalizedEvent } from '../../../contract/occurrences.ts'
import { branch, contributingText, ignored, leaf } from './component-v1.ts'
import { distinctExceptions } from './exception-groups-v1.ts'
import { groupingText } from './message-v1.ts'
import { stacktraceVariants, type Variants } from './stacktrace-v1.ts'

/** A value that does not contribute is shown, not hashed: enough of it to recognise it. */
const SHOWN_CHARS = 200

function typeLeaf(exception: ExceptionValue): GroupingComponent | undefined {
  if (!exception.type) return undefined
  return exception.mechanism?.synthetic === true
    ? ignored('type', exception.type, 'ignored because the exception is synthetic')
    : leaf('type', exception.type)
}

function valueLeaf(exception: ExceptionValue, outrankedBy: string | undefined): GroupingComponent | undefined {
  const { value } = exception
  if (!value) return undefined
  if (outrankedBy !== undefined) {
    return ignored('value', value.slice(0, SHOWN_CHARS), `ignored because ${outrankedBy} says more`)
  }
  const stable = groupingText(value)
  return leaf('value', stable, stable === value ? undefined : 'replaced what changes from occurrence to occurrence')
}

function nsErrorBranch(mechanism: Mechanism | undefined): GroupingComponent | undefined {
  const error = mechanism?.meta?.ns_error
  if (typeof error !== 'object' || error === null) return undefined
  const parts: GroupingComponent[] = []
  if ('domain' in error && typeof error.domain === 'string') parts.push(leaf('domain', error.domain))
  if ('code' in error && (typeof error.code === 'number' || typeof error.code === 'string')) {
    parts.push(leaf('code', String(error.code)))
  }
  return parts.length === 0 ? undefined : branch('ns-error', parts)
}

function exceptionBranch(exception: ExceptionValue, stacktrace: GroupingComponent | undefined): GroupingComponent {
  const nsError = nsErrorBranch(exception.mechanism)
  const outrankedBy = stacktrace?.contributes ? 'the stack trace' : nsError && 'the NSError'
  const parts = [typeLeaf(exception), valueLeaf(exception, outrankedBy), nsError, stacktrace]
  return branch(
    'exception',
    parts.filter((part) => part !== undefined),
  )
}

/** One exception: type, value (where nothing better is known), NSError, stack trace, in this order. */
function exceptionVariants(exception: ExceptionValue, platform: string): Variants {
  if (exception.stacktrace === undefined) return { app: exceptionBranch(exception, undefined) }
  const { app, system } = stacktraceVariants(exception.stacktrace, platform)
  return { app: exceptionBranch(exception, app), system: exceptionBranch(exception, system) }
}

function identity(variants: Variants): string {
  return `${contributingText(variants.app)}\u0000${variants.system ? contributingText(variants.system) : ''}`
}

/** The variants of an event's exceptions: a chain in its order, an exception group reduced to what is distinct in it. */
export function chainVariants(event: NormalizedEvent): Variants | undefined {
  const exceptions = event.exception?.values
  if (exceptions === undefined || exceptions.length === 0) return undefined
  const byException = new Map(exceptions.map((exception) => [exception, exceptionVariants(exception, event.platform)]))
  const variantsOf = (exception: ExceptionValue) =>
    byException.get(exception) ?? exceptionVariants(exception, event.platform)
  const kept = distinctExceptions(exceptions, (exception) => identity(variantsOf(exception))).map(variantsOf)
  const [only] = kept
  if (kept.length === 1 && only !== undefined) return only
  const app = kept.map((variants) => variants.app)
  const system = kept.map((variants) => variants.system).filter((component) => component !== undefined)
  return system.length === 0
    ? { app: branch('chained-exception', app) }
    : { app: branch('chained-exception', app), system: branch('chained-exception', system) }
}
