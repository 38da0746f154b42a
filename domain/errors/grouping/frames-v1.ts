import type { Frame, GroupingComponent } from '../../../contract/occurrences.ts'
import { branch, ignored, leaf, withheld } from './component-v1.ts'
import { isLowQualityFrame, javascriptFilename, javascriptFunction, javascriptModule } from './frames-javascript-v1.ts'
import { jvmFilename, jvmFunction, jvmModule } from './frames-jvm-v1.ts'
import { nativeFunction } from './frames-native-v1.ts'
import { csharpFunction, csharpModule, phpFunction, plainFilename, rubyFunction } from './frames-other-v1.ts'
import { type Family, familyOf } from './platform-v1.ts'

const URL_ORIGIN = /^(?:https?|applewebdata|blob):/
const FILE_ORIGIN = /^file:/
/** Platforms whose SDKs send the source line that ran; elsewhere a line is missing in one release and there in the next. */
const WITH_CONTEXT_LINE: ReadonlySet<Family> = new Set<Family>(['javascript', 'python', 'php', 'ruby'])
const LONGEST_CONTEXT_LINE = 120

/** Whether a frame's file was loaded from a URL: its name then belongs to a deploy, not to the source. */
export function hasUrlOrigin(frame: Frame, filesCount: boolean): boolean {
  const path = frame.abs_path || frame.filename
  return path !== undefined && (URL_ORIGIN.test(path) || (filesCount && FILE_ORIGIN.test(path)))
}

function stableFilename(basename: string, family: Family): string {
  if (family === 'javascript') return javascriptFilename(basename)
  return family === 'jvm' ? jvmFilename(basename) : plainFilename(basename)
}

function filenameLeaf(frame: Frame, family: Family, hasModule: boolean): GroupingComponent | undefined {
  const path = frame.filename
  if (path === undefined || path === '') return undefined
  const basename = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
  if (hasModule) return ignored('filename', basename, 'ignored because the module says more')
  if (hasUrlOrigin(frame, false)) return ignored('filename', basename, 'ignored because the file was loaded from a URL')
  if (basename === '<anonymous>' || basename === '[native code]') {
    return ignored('filename', basename, 'ignored because it is no file')
  }
  const stable = stableFilename(basename, family)
  return leaf('filename', stable.toLowerCase(), stable === basename ? undefined : 'removed generated parts')
}

function moduleLeaf(frame: Frame, family: Family): GroupingComponent | undefined {
  const module = frame.module
  if (module === undefined || module === '') return undefined
  if (family === 'javascript') return javascriptModule(module, frame)
  if (family === 'jvm') return jvmModule(module)
  return family === 'csharp' ? csharpModule(module) : leaf('module', module)
}

function contextLineLeaf(frame: Frame, family: Family): GroupingComponent | undefined {
  const raw = frame.context_line
  if (raw === undefined || !WITH_CONTEXT_LINE.has(family)) return undefined
  if (raw.length > LONGEST_CONTEXT_LINE) {
    return ignored('context-line', raw.slice(0, LONGEST_CONTEXT_LINE), 'ignored because it is too long')
  }
  const line = raw.trim().replace(/\s+/g, ' ')
  if (line === '') return undefined
  if (family === 'javascript' && !frame.function && hasUrlOrigin(frame, true)) {
    return ignored('context-line', line, 'ignored because the file was loaded from a URL and the function is unknown')
  }
  return leaf('context-line', line)
}

function functionLeaf(frame: Frame, family: Family, hasContextLine: boolean): GroupingComponent | undefined {
  const name = family === 'csharp' ? frame.raw_function || frame.function : frame.function || frame.raw_function
  if (name === undefined || name === '') return undefined
  switch (family) {
    case 'javascript':
      return javascriptFunction(name, frame, hasContextLine)
    case 'jvm':
      return jvmFunction(name)
    case 'native':
      return nativeFunction(name, Boolean(frame.raw_function && frame.function))
    case 'ruby':
      return rubyFunction(name)
    case 'php':
      return phpFunction(name)
    case 'csharp':
      return csharpFunction(name)
    default:
      return leaf('function', name)
  }
}

/**
 * What of a frame is hashed, in this order: module, file name (base name in lower case, only without a module),
 * function, context line. Line and column never are.
 */
export function frameComponent(frame: Frame, eventPlatform: string): GroupingComponent {
  const family = familyOf(frame.platform ?? eventPlatform)
  const values: GroupingComponent[] = []
  const module = moduleLeaf(frame, family)
  if (module !== undefined) values.push(module)
  const filename = filenameLeaf(frame, family, module?.contributes === true)
  if (filename !== undefined) values.push(filename)
  const contextLine = contextLineLeaf(frame, family)
  const name = functionLeaf(frame, family, contextLine?.contributes === true)
  if (name !== undefined) values.push(name)
  if (contextLine !== undefined) values.push(contextLine)
  const component = branch('frame', values)
  return family === 'javascript' && component.contributes && isLowQualityFrame(frame)
    ? withheld(component, 'ignored because only some engines report it')
    : component
}
