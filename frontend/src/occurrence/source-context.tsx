import type { Frame } from '../../../contract/occurrences.ts'
import { useMessages } from '../i18n/language.tsx'
import { sourceLines } from './frames.ts'
import { type Token, tokens } from './highlight.ts'

const colours: Record<Token['kind'], string> = {
  plain: '',
  word: 'text-code-word',
  text: 'text-code-text',
  number: 'text-code-number',
  comment: 'text-muted italic',
}

export function SourceContext(props: { frame: Frame; platform: string | undefined }) {
  const { occurrence } = useMessages()
  const lines = sourceLines(props.frame)
  if (lines.length === 0) return null
  return (
    // biome-ignore lint/a11y/useSemanticElements: a section would be one more landmark for each frame
    <div
      role="group"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard
      tabIndex={0}
      aria-label={occurrence.source}
      className="overflow-x-auto bg-sunken py-1.5 font-mono text-xs leading-[1.6]"
    >
      <div className="w-max min-w-full">
        {lines.map((line, i) => (
          <div
            // biome-ignore lint/suspicious/noArrayIndexKey: lines never move
            key={i}
            className={`flex ${line.failing ? 'bg-error-soft shadow-[inset_3px_0_var(--color-error)]' : ''}`}
          >
            <span
              className={`w-14 shrink-0 pe-4 text-end select-none ${line.failing ? 'font-semibold text-error' : 'text-muted'}`}
            >
              {line.number}
            </span>
            <code className="pe-4 whitespace-pre">
              {tokens(line.text, props.platform).map((token, j) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: tokens never move
                <span key={j} className={colours[token.kind]}>
                  {token.text}
                </span>
              ))}
            </code>
          </div>
        ))}
      </div>
    </div>
  )
}
