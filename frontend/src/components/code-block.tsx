import { CopyButton } from './copy-button.tsx'

export function CodeBlock(props: { code: string }) {
  return (
    <div className="relative grid min-w-0 rounded-lg border border-line bg-sunken text-start">
      <CopyButton text={props.code} className="m-2 mb-0 justify-self-end sm:absolute sm:end-2 sm:top-2 sm:m-0" />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reachable by keyboard */}
      <pre tabIndex={0} className="overflow-x-auto p-3 sm:pe-24 font-mono text-xs leading-relaxed">
        {props.code}
      </pre>
    </div>
  )
}
