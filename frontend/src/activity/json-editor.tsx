import { useState } from 'react'
import { useMessages } from '../i18n/language.tsx'
import { AreaField } from '../organization/area-field.tsx'
import { parsed } from './schema-fields.ts'

interface JsonEditorProps {
  data: unknown
  onData(data: unknown): void
  onReadable(readable: boolean): void
  complaint: string | undefined
}

/** The data as JSON. What is no JSON yet stays in the box, and says so. */
export function JsonEditor({ data, onData, onReadable, complaint }: JsonEditorProps) {
  const { publish } = useMessages().activity
  const [text, setText] = useState(() => JSON.stringify(data, null, 2))
  const write = (wish: string) => {
    setText(wish)
    const value = parsed(wish)
    onReadable(value !== null)
    if (value !== null) onData(value.value)
  }
  return (
    <AreaField
      label={publish.json}
      hint={publish.dataHint}
      rows={12}
      value={text}
      onChange={(event) => write(event.target.value)}
      complaint={parsed(text) === null ? publish.notJson : complaint}
    />
  )
}
