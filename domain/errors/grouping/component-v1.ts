import type { GroupingComponent } from '../../../contract/occurrences.ts'

/** A value that is hashed as it stands here; `hint` says what was changed in it. */
export function leaf(id: string, value: string, hint?: string): GroupingComponent {
  return hint === undefined
    ? { id, contributes: true, values: [value] }
    : { id, contributes: true, hint, values: [value] }
}

/** A value that is shown but not hashed, and why. */
export function ignored(id: string, value: string, hint: string): GroupingComponent {
  return { id, contributes: false, hint, values: [value] }
}

/** A node that contributes if any of its parts does. */
export function branch(id: string, values: GroupingComponent[]): GroupingComponent {
  return { id, contributes: values.some(contributing), values }
}

/** The same node, taken out of the hash for the reason given; its parts are shared, not copied. */
export function withheld(component: GroupingComponent, hint: string): GroupingComponent {
  return { id: component.id, contributes: false, hint, values: component.values }
}

/** Whether a node is part of the hash. */
export function contributing(component: GroupingComponent): boolean {
  return component.contributes
}

/** The contributing leaf values below a node in their order, with nothing between them: what the digest is taken of. */
export function contributingText(component: GroupingComponent): string {
  if (!component.contributes) return ''
  let text = ''
  for (const value of component.values) text += typeof value === 'string' ? value : contributingText(value)
  return text
}

/** Whether a contributing node with this id lies at or below the given node, through contributing nodes only. */
export function hasContributing(component: GroupingComponent, id: string): boolean {
  if (!component.contributes) return false
  if (component.id === id) return true
  return component.values.some((value) => typeof value !== 'string' && hasContributing(value, id))
}
