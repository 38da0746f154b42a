import { Fragment, useState } from 'react'
import { Dialog } from '../components/dialog.tsx'
import { shortcutsOn, switchShortcuts } from '../components/shortcuts.ts'
import { type Messages, useMessages } from '../i18n/language.tsx'

type Row = [keys: string[], meaning: string]

const groupsIn = (words: Messages['issues']['keys']): [string, Row[]][] => [
  [
    words.lists,
    [
      [['j'], words.next],
      [['k'], words.previous],
      [['Enter'], words.open],
      [['x'], words.select],
      [['e'], words.resolve],
      [['a'], words.ignore],
      [['/'], words.search],
    ],
  ],
  [
    words.onIssue,
    [
      [['j'], words.older],
      [['k'], words.newer],
      [['e'], words.resolve],
      [['a'], words.ignore],
    ],
  ],
  [
    words.anywhere,
    [
      [['g', 'i'], words.issues],
      [['g', 'p'], words.projects],
      [['g', 'b'], words.events],
      [['g', 'e'], words.activity],
      [['g', 's'], words.settings],
      [['?'], words.help],
    ],
  ],
]

export function ShortcutHelp(props: { onClose(): void }) {
  const { keys } = useMessages().issues
  const [on, setOn] = useState(shortcutsOn)
  const toggle = () => {
    switchShortcuts(!on)
    setOn(!on)
  }
  return (
    <Dialog title={keys.title} onClose={props.onClose}>
      <div className="gap-8 sm:columns-2">
        {groupsIn(keys).map(([name, rows]) => (
          <section key={name} className="mb-5 break-inside-avoid">
            <h3 className="mb-2 text-xs font-semibold text-muted">{name}</h3>
            <KeyList rows={rows} />
          </section>
        ))}
      </div>
      <label className="mt-1 flex items-center gap-2 border-t border-line pt-4">
        <input type="checkbox" checked={on} onChange={toggle} className="size-4" />
        {keys.use}
      </label>
      <p className="ps-6 text-xs text-muted">{keys.off}</p>
    </Dialog>
  )
}

function KeyList({ rows }: { rows: readonly Row[] }) {
  return (
    <dl className="grid grid-cols-[1fr_auto] gap-y-1.5">
      {rows.map(([pressed, meaning]) => (
        <Fragment key={meaning}>
          <dt>{meaning}</dt>
          <dd className="flex justify-end gap-1">
            {pressed.map((key) => (
              <kbd
                key={key}
                className="min-w-6 rounded border border-line bg-sunken px-1.5 text-center text-xs leading-5"
              >
                {key}
              </kbd>
            ))}
          </dd>
        </Fragment>
      ))}
    </dl>
  )
}
