import type { Level } from '../../../contract/occurrences.ts'
import { useMessages } from '../i18n/language.tsx'

/** Each level has a shape of its own, so that it can be told without its colour. */
const shapes: Record<Level, { colour: string; path: string }> = {
  fatal: {
    colour: 'text-fatal',
    path: 'M5.2 1h5.6L15 5.200v5.600L10.800 15H5.200L1 10.800V5.200zM4.700 6.100 6.600 8 4.700 9.900l1.400 1.400L8 9.400l1.900 1.900 1.400-1.400L9.400 8l1.900-1.900-1.400-1.400L8 6.600 6.100 4.700z',
  },
  error: {
    colour: 'text-error',
    path: 'M8 1.500a6.500 6.500 0 1 1 0 13 6.500 6.500 0 0 1 0-13M7 4.200v4.900h2V4.200zm0 6v1.900h2v-1.900z',
  },
  warning: {
    colour: 'text-warning',
    path: 'M8 1.300 15.500 14.500H.500zM7.100 6v4.200h1.800V6zm0 5.200V13h1.800v-1.800z',
  },
  info: {
    colour: 'text-info',
    path: 'M3.500 1.500h9a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2h-9a2 2 0 0 1-2-2v-9a2 2 0 0 1 2-2M7 4v1.900h2V4zm0 3v5h2V7z',
  },
  debug: {
    colour: 'text-muted',
    path: 'M8 1.500a6.500 6.500 0 1 1 0 13 6.500 6.500 0 0 1 0-13m0 2a4.500 4.500 0 1 0 0 9 4.500 4.500 0 0 0 0-9',
  },
}

const isLevel = (level: string): level is Level => Object.hasOwn(shapes, level)

export function LevelMark(props: { level: string; className?: string }) {
  const { issues } = useMessages()
  const level = isLevel(props.level) ? props.level : 'error'
  const { colour, path } = shapes[level]
  return (
    <svg viewBox="0 0 16 16" role="img" className={`${colour} ${props.className ?? 'size-4'} shrink-0`}>
      <title>{issues.levels[level]}</title>
      <path fill="currentColor" fillRule="evenodd" d={path} />
    </svg>
  )
}
