import { cva, type VariantProps } from 'class-variance-authority'
import type { ComponentProps } from 'react'

export const buttonStyle = cva(
  'inline-flex items-center justify-center gap-1.5 font-medium whitespace-nowrap select-none transition-colors disabled:opacity-55 [&_svg]:size-4 [&_svg]:shrink-0',
  {
    variants: {
      look: {
        primary: 'bg-accent text-on-accent hover:bg-accent/90',
        outline: 'border border-line bg-surface text-ink shadow-xs hover:bg-hover',
        quiet: 'text-muted hover:bg-hover hover:text-ink',
        danger: 'border border-line bg-surface text-error hover:bg-error-soft',
      },
      size: { small: 'h-7 px-2 text-xs', medium: 'h-8 px-3 text-sm', large: 'h-10 px-4 text-sm', icon: 'size-8' },
      shape: { square: 'rounded-md', pill: 'rounded-full' },
    },
    defaultVariants: { look: 'outline', size: 'medium', shape: 'square' },
  },
)

type ButtonProps = ComponentProps<'button'> & VariantProps<typeof buttonStyle>

export function Button({ look, size, shape, className, ...rest }: ButtonProps) {
  return <button type="button" {...rest} className={buttonStyle({ look, size, shape, className })} />
}

/** A button that shows only an icon; its label is its name and its tooltip. */
export function IconButton({ label, ...rest }: ButtonProps & { label: string }) {
  return <Button look="quiet" size="icon" {...rest} aria-label={label} title={label} />
}
