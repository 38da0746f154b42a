import type { GroupingComponent } from '../../../contract/occurrences.ts'
import { ignored, leaf } from './component-v1.ts'

/**
 * What the JVM and its libraries generate at run time, with a number or a hash that differs from process to process:
 * reflection accessors, dynamic proxies, hidden classes, CGLIB (Spring), Guice, Hibernate, Javassist, ByteBuddy, Clojure.
 */
const GENERATED =
  /(GeneratedMethodAccessor|Generated(?:Serialization)?ConstructorAccessor|\$Proxy|\$fn__|\$eval)\d+|(\$\$\w{1,64}CGLIB\$\$|\$\$?(?:EnhancerBy|FastClassBy)[A-Za-z_]{1,64}\$\$?)[0-9a-fA-F]+(?:_\d+)?|(\$\$_javassist)(?:_seam)?(?:_\d+)?|(\$\$?(?:HibernateProxy|ByteBuddy)\$\$?)\w+|\/0x[0-9a-f]+$/g
const GENERATED_FILE = /(\$\$_javassist)(?:_seam)?(?:_\d+)?/

function stableMarker(_match: string, ...captures: (string | undefined)[]): string {
  const marker = captures[0] ?? captures[1] ?? captures[2] ?? captures[3]
  return marker === undefined ? '' : `${marker}<auto>`
}

/** The class of a JVM frame without run-time numbering; a lambda's class name is all numbering. */
export function jvmModule(module: string): GroupingComponent {
  if (module.includes('$$Lambda')) return ignored('module', module, 'ignored because it is a lambda')
  if (!/[$/]|GeneratedMethod|GeneratedCons|GeneratedSer/.test(module)) return leaf('module', module)
  const stable = module.replace(GENERATED, stableMarker)
  return stable === module ? leaf('module', module) : leaf('module', stable, 'removed what is generated at run time')
}

/** The base name of a JVM source file. */
export function jvmFilename(basename: string): string {
  return basename.replace(GENERATED_FILE, '$1<auto>')
}

/** The method of a JVM frame; compilers number lambdas, so adding one renames the others. */
export function jvmFunction(name: string): GroupingComponent {
  return name.startsWith('lambda$')
    ? ignored('function', name, 'ignored because it is a lambda')
    : leaf('function', name)
}
