import { useEffect, useRef } from 'react'

/** Keys as `KeyboardEvent.key` names them; two with a space between are pressed one after the other. */
export type Shortcuts = Record<string, () => void>

const active = new Set<{ current: Shortcuts }>()
let prefix = ''
let prefixTimer: ReturnType<typeof setTimeout> | undefined

export const shortcutsOn = () => localStorage.getItem('shortcuts') !== 'off'
export const switchShortcuts = (on: boolean) => localStorage.setItem('shortcuts', on ? 'on' : 'off')

const typing = 'input:not([type=checkbox]), textarea, select, [contenteditable], dialog, [role=menu]'

function rests(event: KeyboardEvent): boolean {
  const modified = event.ctrlKey || event.metaKey || event.altKey
  const target = event.target instanceof Element ? event.target : null
  return modified || event.defaultPrevented || target?.closest(typing) != null || !shortcutsOn()
}

function press(event: KeyboardEvent) {
  if (rests(event)) return
  const keys = prefix === '' ? event.key : `${prefix} ${event.key}`
  const waiting = prefix !== ''
  prefix = ''
  clearTimeout(prefixTimer)
  const maps = [...active].map((shortcuts) => shortcuts.current)
  const run = maps.findLast((map) => Object.hasOwn(map, keys))?.[keys]
  if (run !== undefined) {
    event.preventDefault()
    run()
  } else if (!waiting && maps.some((map) => Object.keys(map).some((name) => name.startsWith(`${keys} `)))) {
    prefix = keys
    prefixTimer = setTimeout(() => {
      prefix = ''
    }, 1200)
  }
}

/** Listens while the component is shown. One listener serves all, so that `g i` never reaches what listens to `i`. */
export function useShortcuts(shortcuts: Shortcuts) {
  const latest = useRef(shortcuts)
  latest.current = shortcuts
  useEffect(() => {
    if (active.size === 0) window.addEventListener('keydown', press)
    active.add(latest)
    return () => {
      active.delete(latest)
      if (active.size === 0) window.removeEventListener('keydown', press)
    }
  }, [])
}
