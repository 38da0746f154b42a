import type { GroupingComponent } from '../../../contract/occurrences.ts'
import { ignored, leaf } from './component-v1.ts'

/** ERB templates are compiled to methods named after the file with two numbers behind it, of which the first may be negative: its minus is one more `_`. */
const RUBY_TEMPLATE = /_{2,3}\d{4,}_\d{4,}$/
/** PHP 8.4 names closures by function and line, Twig names template classes by a digest, Symfony its container likewise. */
const PHP_CLOSURE_LINE = /(\{closure:[^}]*?):\d+\}/g
const PHP_GENERATED = /(__TwigTemplate_)[0-9a-f]{16,64}|(\bContainer)[A-Za-z0-9_]{7}(?=\\)/g
/** Compilers number what has no name: async state machines, lambdas, captured variables, local functions. */
const CSHARP_ORDINAL = /(d__|DisplayClass|b__)\d+(?=_|\b)|(?<=\|)\d+_/g
/** A content digest as a file name: compiled views and templates. */
const DIGEST_NAME = /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})(?=\.|$)/
const PYTHON_CELL = /^<ipython-input-\d+-[0-9a-f]+>$/

function changed(name: string, stable: string, hint: string): GroupingComponent {
  return stable === name ? leaf('function', name) : leaf('function', stable, hint)
}

/** Ruby: every block of a method is one, and templates lose their numbers. */
export function rubyFunction(name: string): GroupingComponent {
  if (name.startsWith('block ')) return leaf('function', 'block', 'every block is one')
  return changed(name, name.replace(RUBY_TEMPLATE, ''), 'removed template numbers')
}

/** PHP: anonymous classes carry a path and an address, closures a line, generated classes a digest. */
export function phpFunction(name: string): GroupingComponent {
  if (name.startsWith('class@anonymous')) {
    const method = name.lastIndexOf('::')
    if (method >= 0) return leaf('function', name.slice(method + 2), 'method of an anonymous class')
    return ignored('function', name, 'ignored because it is anonymous')
  }
  if (name.startsWith('[Anonymous')) return ignored('function', name, 'ignored because it is anonymous')
  const stable = name.replace(PHP_CLOSURE_LINE, '$1}').replace(PHP_GENERATED, '$1$2<hash>')
  return changed(name, stable, 'removed generated parts')
}

/** .NET: the signature that Unity appends and the ordinals of compiler-generated members are left out. */
export function csharpFunction(name: string): GroupingComponent {
  return changed(name, csharpName(name.split(' (', 1)[0] ?? name), 'removed signature or generated ordinals')
}

/** .NET type names with compiler-generated nested types lose the ordinals. */
export function csharpModule(module: string): GroupingComponent {
  const stable = csharpName(module)
  return stable === module ? leaf('module', module) : leaf('module', stable, 'removed generated ordinals')
}

function csharpName(name: string): string {
  return name.includes('__') || name.includes('|') ? name.replace(CSHARP_ORDINAL, '$1') : name
}

/** A base name of a language without rules of its own: only digests and notebook cells change by themselves. */
export function plainFilename(basename: string): string {
  if (PYTHON_CELL.test(basename)) return '<ipython-input>'
  return basename.replace(DIGEST_NAME, '<hash>')
}
