import { CopyButton } from './copy-button.tsx'

export function CodeBlock(props: { code: string }) {
  return (
    <div className="relative min-w-0 rounded-lg border border-line bg-sunken text-start">
      <CopyButton text={props.code} className="absolute end-2 top-2" />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reachable by keyboard */}
      <pre tabIndex={0} className="overflow-x-auto p-3 pe-24 font-mono text-xs leading-relaxed">
        {props.code}
      </pre>
    </div>
  )
}
