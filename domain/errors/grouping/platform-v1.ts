/** Platforms that share the quirks of their stack traces. */
export type Family = 'javascript' | 'python' | 'jvm' | 'go' | 'ruby' | 'php' | 'csharp' | 'native' | 'other'

const FAMILIES: ReadonlyMap<string, Family> = new Map<string, Family>([
  ['javascript', 'javascript'],
  ['node', 'javascript'],
  ['python', 'python'],
  ['java', 'jvm'],
  ['kotlin', 'jvm'],
  ['groovy', 'jvm'],
  ['scala', 'jvm'],
  ['clojure', 'jvm'],
  ['android', 'jvm'],
  ['go', 'go'],
  ['ruby', 'ruby'],
  ['php', 'php'],
  ['csharp', 'csharp'],
  ['fsharp', 'csharp'],
  ['dotnet', 'csharp'],
  ['native', 'native'],
  ['c', 'native'],
  ['cpp', 'native'],
  ['cocoa', 'native'],
  ['objc', 'native'],
  ['swift', 'native'],
  ['rust', 'native'],
])

/** The family of an event's or a frame's `platform`; unknown names are `other`. */
export function familyOf(platform: string): Family {
  return FAMILIES.get(platform) ?? 'other'
}
