import type { ExceptionValue, NormalizedEvent } from '../../../contract/occurrences.ts'

interface Tree {
  root: ExceptionValue
  childrenOf: (exception: ExceptionValue) => readonly ExceptionValue[]
}

/**
 * The tree that `exception_id` and `parent_id` describe; undefined where they do not: an id is missing or used twice,
 * an exception is its own parent, or there is no exception 0.
 */
function treeOf(exceptions: readonly ExceptionValue[]): Tree | undefined {
  const children = new Map<number, ExceptionValue[]>()
  const byId = new Map<number, ExceptionValue>()
  for (let index = exceptions.length - 1; index >= 0; index -= 1) {
    const exception = exceptions[index]
    const { exception_id: id, parent_id: parent } = exception?.mechanism ?? {}
    if (exception === undefined || id === undefined || id === parent || byId.has(id)) return undefined
    byId.set(id, exception)
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), exception])
  }
  const root = byId.get(0)
  return root && { root, childrenOf: (exception) => children.get(exception.mechanism?.exception_id ?? -1) ?? [] }
}

/** What hangs below the groups and is no group itself. A cycle ends where it closes. */
function topLevel(tree: Tree): ExceptionValue[] {
  const found: ExceptionValue[] = []
  const waiting = [tree.root]
  const seen = new Set<ExceptionValue>()
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (seen.has(next)) continue
    seen.add(next)
    if (next.mechanism?.is_exception_group === true) waiting.push(...tree.childrenOf(next))
    else found.push(next)
  }
  return found
}

function firstPath(tree: Tree, from: ExceptionValue): ExceptionValue[] {
  const path = new Set<ExceptionValue>()
  let next: ExceptionValue | undefined = from
  while (next !== undefined && !path.has(next)) {
    path.add(next)
    next = tree.childrenOf(next)[0]
  }
  return [...path]
}

interface Distinct {
  exception: ExceptionValue
  identity: string
}

/** One of each identity, by type and then identity: the members of a concurrent group arrive in any order. */
function onePerIdentity(
  exceptions: readonly ExceptionValue[],
  identityOf: (exception: ExceptionValue) => string,
): ExceptionValue[] {
  const byIdentity = new Map<string, Distinct>()
  for (const exception of exceptions) {
    const identity = identityOf(exception)
    if (!byIdentity.has(identity)) byIdentity.set(identity, { exception, identity })
  }
  return [...byIdentity.values()].sort(byTypeDescending).map((distinct) => distinct.exception)
}

function byTypeDescending(one: Distinct, other: Distinct): number {
  return compare(other.exception.type ?? '', one.exception.type ?? '') || compare(one.identity, other.identity)
}

function compare(one: string, other: string): number {
  if (one === other) return 0
  return one < other ? -1 : 1
}

/**
 * The exceptions that an event is grouped by. A group whose members are all alike counts as one of them with its first
 * path of causes; otherwise one member of each kind and the root. Broken trees are plain lists
 * (https://github.com/getsentry/rfcs/blob/main/text/0079-exception-groups.md).
 */
export function distinctExceptions(
  exceptions: readonly ExceptionValue[],
  identityOf: (exception: ExceptionValue) => string,
): readonly ExceptionValue[] {
  if (exceptions.length < 2) return exceptions
  const tree = treeOf(exceptions)
  const members = tree === undefined ? [] : topLevel(tree)
  if (tree === undefined || members.length === 0) return exceptions
  const distinct = members.length === 1 ? members : onePerIdentity(members, identityOf)
  const [only] = distinct
  return distinct.length === 1 && only !== undefined ? firstPath(tree, only) : [...distinct, tree.root]
}

const REACT_RECOVERED =
  /^There was an error (?:during concurrent rendering|while hydrating) but React was able to recover/
const RXJAVA_WRAPPERS = new Set(['OnErrorNotImplementedException', 'CompositeException', 'UndeliverableException'])

function behindReact(exceptions: readonly ExceptionValue[]): ExceptionValue | undefined {
  const first = exceptions[0]
  const cause = exceptions.find((exception) => exception.mechanism?.source === 'cause')
  return first !== undefined &&
    cause !== undefined &&
    exceptions.some(({ value }) => value && REACT_RECOVERED.test(value))
    ? cause
    : undefined
}

function behindRxJava(exceptions: readonly ExceptionValue[]): ExceptionValue | undefined {
  const wrapper = exceptions.find(
    ({ module, type }) => module?.startsWith('io.reactivex') && type && RXJAVA_WRAPPERS.has(type),
  )
  const id = wrapper?.mechanism?.exception_id
  return id === undefined ? undefined : exceptions.find(({ mechanism }) => mechanism?.parent_id === id)
}

/**
 * The exception that an event is named after: the last one, unless that only wraps the real one (React's recovery
 * notes, RxJava's undeliverable exceptions, an exception group whose members are all of one type).
 */
export function mainException(event: NormalizedEvent): ExceptionValue | undefined {
  const exceptions = event.exception?.values ?? []
  const last = exceptions[exceptions.length - 1]
  if (exceptions.length < 2) return last
  const tree = treeOf(exceptions)
  const members = tree === undefined ? [] : topLevel(tree)
  const [member] = members
  const alike =
    member !== undefined && members.every(({ type, value }) => type === member.type && value === member.value)
  return behindReact(exceptions) ?? behindRxJava(exceptions) ?? (alike ? member : last)
}
