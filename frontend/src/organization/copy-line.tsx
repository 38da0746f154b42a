import { CopyButton } from '../components/copy-button.tsx'

/** A value that belongs somewhere else, ready to be taken there. */
export function CopyLine(props: { label: string; text: string; button?: string }) {
  return (
    <div className="grid gap-1">
      <span className="text-xs font-medium text-muted">{props.label}</span>
      <div className="flex min-w-0 items-center gap-2 rounded-md border border-line bg-sunken py-1 ps-3 pe-1">
        <code className="min-w-0 flex-1 truncate font-mono text-xs" title={props.text}>
          {props.text}
        </code>
        <CopyButton text={props.text} {...(props.button !== undefined && { label: props.button })} />
      </div>
    </div>
  )
}
