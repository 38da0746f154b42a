import { Paperclip } from 'lucide-react'
import type { Attachment } from '../api/shapes.ts'
import { Panel } from '../components/panel.tsx'
import { useFormat, useMessages } from '../i18n/language.tsx'

export function Attachments({ files }: { files: readonly Attachment[] }) {
  const { occurrence } = useMessages()
  const format = useFormat()
  if (files.length === 0) return null
  return (
    <Panel title={`${occurrence.attachments} (${files.length})`}>
      <ul className="divide-y divide-line">
        {files.map((file) => (
          <li key={file.url} className="flex items-center gap-3 px-4 py-2.5">
            <Paperclip className="size-4 shrink-0 text-muted" aria-hidden="true" />
            <a
              href={new URL(file.url, location.origin).pathname}
              download={file.name}
              className="truncate text-accent underline"
            >
              {file.name}
            </a>
            <span className="ms-auto shrink-0 font-mono text-xs text-muted">{file.contentType}</span>
            <span className="tabular shrink-0 text-xs text-muted">{format.bytes(file.bytes)}</span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
