import { Search, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { sorts } from '../api/issue-filter.ts'
import type { Project } from '../api/shapes.ts'
import { IconButton } from '../components/button.tsx'
import { inputStyle } from '../components/field.tsx'
import { Select } from '../components/select.tsx'
import { useShortcuts } from '../components/shortcuts.ts'
import { useMessages } from '../i18n/language.tsx'
import type { IssueSearch } from './search.ts'

interface ToolbarProps {
  search: IssueSearch
  projects: readonly Project[]
  onChange(change: IssueSearch): void
}

export function Toolbar({ search, projects, onChange }: ToolbarProps) {
  const { issues } = useMessages()
  return (
    <div className="flex flex-wrap gap-2 pb-3">
      <SearchBox query={search.query ?? ''} onQuery={(query) => onChange({ query })} />
      <Select
        label={issues.project}
        value={search.project ?? ''}
        onChange={(project) => onChange({ project })}
        options={[['', issues.allProjects], ...projects.map(({ id, name }): [string, string] => [id, name])]}
      />
      <Select
        label={issues.sort}
        value={search.sort ?? 'lastSeen'}
        onChange={(sort) => onChange({ sort })}
        options={sorts.map((sort) => [sort, issues.sorts[sort]])}
      />
    </div>
  )
}

const typingPause = 350

/** What stands in the box. The URL follows it; it follows the URL only where someone else changed that. */
function useSearchText(query: string, onQuery: (query: string) => void) {
  const [text, setText] = useState(query)
  const sent = useRef(query)
  const search = (wish: string) => {
    sent.current = wish.trim()
    setText(wish)
    onQuery(wish)
  }
  const latest = useRef(search)
  latest.current = search
  useEffect(() => {
    if (query !== sent.current) setText(query)
    sent.current = query
  }, [query])
  useEffect(() => {
    if (text.trim() === sent.current) return
    const timer = setTimeout(() => latest.current(text), typingPause)
    return () => clearTimeout(timer)
  }, [text])
  return { text, setText, search }
}

/** Searches on Enter, and a moment after the last key. */
function SearchBox(props: { query: string; onQuery(query: string): void }) {
  const { issues } = useMessages()
  const { text, setText, search } = useSearchText(props.query, props.onQuery)
  const box = useRef<HTMLInputElement>(null)
  useShortcuts({ '/': () => box.current?.focus() })
  return (
    <search className="relative min-w-60 flex-1">
      <Search className="pointer-events-none absolute start-3 top-2.5 size-4 text-muted" aria-hidden="true" />
      <input
        ref={box}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') search(text)
          if (event.key === 'Escape') event.currentTarget.blur()
        }}
        aria-label={issues.search}
        placeholder={issues.searchHint}
        enterKeyHint="search"
        autoComplete="off"
        spellCheck={false}
        className={`${inputStyle} ps-9 pe-9`}
      />
      {text === '' ? (
        <kbd className="pointer-events-none absolute end-3 top-2 hidden rounded border border-line px-1.5 text-xs text-muted md:block">
          /
        </kbd>
      ) : (
        <IconButton label={issues.clearSearch} onClick={() => search('')} className="absolute end-0.5 top-0.5">
          <X />
        </IconButton>
      )}
    </search>
  )
}
