import type { Frame, GroupingComponent } from '../../../contract/occurrences.ts'
import { ignored, leaf } from './component-v1.ts'

const UNKNOWN = new Set([
  '?',
  '<anonymous>',
  '<anonymous function>',
  'Anonymous function',
  'anonymous',
  'global code',
  'module code',
])
const NOT_A_PLACE = new Set(['[native code]', 'native code', 'eval code', '<anonymous>'])
/** V8 prints `Type.method [as alias]`, Safari puts `async*` in front. */
const ENGINE_DECORATION = /^async\*| \[as [^\]]*\]$/g
/** Webpack, Next.js: `main.4f3a2b1c.js`, `framework-3b9c8f7e6d5a4.js`. */
const HEX_SEGMENT = /(^|[-._~])(?=[a-f]*\d)[0-9a-f]{8,64}(?=[-._]|$)/g
/** Rollup and Vite: eight characters of base64url before the ending, as in `index-DGh4_kLa.js`. */
const BASE64_SEGMENT = /([-.])([\w-]{8})(?=\.(?:m?js|cjs|css)$)/
/** A word, or a word with a number behind it, is a name that somebody gave. */
const GIVEN_NAME = /^(?!.*[A-Z]{2})[A-Za-z_-]+\d{0,2}$/
const DIGIT = /\d/
const VERSION_SEGMENT = /([-_.@])v?\d{1,6}(?:\.\d{1,6}){1,3}(?=[-._]|$)/g

/** The part behind the last dot, without what one engine adds and another does not: `Object.save` is `save` elsewhere. */
function bareName(name: string): string {
  const plain = name.endsWith(']') || name.startsWith('async*') ? name.replace(ENGINE_DECORATION, '') : name
  return plain.slice(plain.lastIndexOf('.') + 1)
}

function withoutBase64(match: string, separator: string, segment: string): string {
  return GIVEN_NAME.test(segment) ? match : `${separator}<hash>`
}

/** A file's base name without the hash or the version that a build puts into it, and without a query. */
export function javascriptFilename(basename: string): string {
  const query = basename.search(/[?#]/)
  const name = (query > 0 ? basename.slice(0, query) : basename).replace(BASE64_SEGMENT, withoutBase64)
  return DIGIT.test(name) ? name.replace(HEX_SEGMENT, '$1<hash>').replace(VERSION_SEGMENT, '$1<version>') : name
}

/** The module of a JavaScript frame; one that only repeats the end of the path says nothing more than the path. */
export function javascriptModule(module: string, frame: Frame): GroupingComponent {
  if (module.includes('/') && frame.abs_path?.endsWith(module)) {
    return ignored('module', module, 'ignored because it only repeats the path')
  }
  const stable = javascriptFilename(module)
  return stable === module ? leaf('module', module) : leaf('module', stable, 'removed build hash or version')
}

/** The function of a JavaScript frame. Names from source maps are guesses, so a context line is preferred to them. */
export function javascriptFunction(name: string, frame: Frame, hasContextLine: boolean): GroupingComponent {
  const bare = bareName(name)
  if (UNKNOWN.has(bare) || bare === '' || bare.endsWith('/<')) {
    return ignored('function', name, 'ignored because the function is unknown')
  }
  if (hasContextLine && frame.data?.sourcemap != null) {
    return ignored('function', name, 'ignored because a source map was used and a context line is available')
  }
  return bare === name ? leaf('function', name) : leaf('function', bare, 'removed what engines put around the name')
}

/** Frames that one engine reports and another leaves out. */
export function isLowQualityFrame(frame: Frame): boolean {
  const name = frame.raw_function || frame.function
  return (
    (frame.abs_path !== undefined && NOT_A_PLACE.has(frame.abs_path)) ||
    (name !== undefined && bareName(name) === 'eval')
  )
}
