import {
  Bell,
  Bug,
  Building2,
  CircleDot,
  FolderKanban,
  Inbox,
  KeyRound,
  type LucideIcon,
  Radio,
  RotateCcw,
  ScrollText,
  Send,
  ShieldCheck,
  Ticket,
  User,
  Users,
} from 'lucide-react'

const kinds: Record<string, { icon: LucideIcon; tone: string }> = {
  user: { icon: User, tone: 'text-info' },
  member: { icon: Users, tone: 'text-info' },
  organization: { icon: Building2, tone: 'text-accent' },
  api_key: { icon: KeyRound, tone: 'text-warning' },
  identity_provider: { icon: ShieldCheck, tone: 'text-warning' },
  project: { icon: FolderKanban, tone: 'text-accent' },
  issue: { icon: Bug, tone: 'text-error' },
  dead_letter: { icon: Inbox, tone: 'text-fatal' },
  notification: { icon: Bell, tone: 'text-code-word' },
  delivery: { icon: Send, tone: 'text-code-word' },
  booking: { icon: Ticket, tone: 'text-ok' },
  reader: { icon: Radio, tone: 'text-code-text' },
  replay: { icon: RotateCcw, tone: 'text-code-text' },
  log: { icon: ScrollText, tone: 'text-code-number' },
}

/** Kinds that others made up have the same shape, and each a colour that stays the same. */
const tones = ['text-accent', 'text-info', 'text-ok', 'text-warning', 'text-error', 'text-fatal', 'text-code-word']

function other(kind: string) {
  const sum = [...kind].reduce((hash, letter) => (hash * 31 + letter.charCodeAt(0)) % 997, 7)
  return { icon: CircleDot, tone: tones[sum % tones.length] ?? 'text-muted' }
}

/** The kind of thing an event happened to, in a shape and a colour. */
export function KindMark({ type, className }: { type: string; className?: string }) {
  const kind = type.split('.')[0] ?? ''
  const { icon: Icon, tone } = kinds[kind] ?? other(kind)
  return <Icon className={`size-4 shrink-0 ${tone} ${className ?? ''}`} aria-hidden="true" />
}

/** A type with its mark; what it happened to is quieter than what happened. */
export function TypeName({ type }: { type: string }) {
  const dot = type.indexOf('.')
  return (
    <span className="inline-flex min-w-0 items-center gap-2">
      <KindMark type={type} />
      <span className="min-w-0 truncate font-mono text-xs font-medium" title={type}>
        {dot > 0 && <span className="text-muted">{type.slice(0, dot + 1)}</span>}
        {type.slice(dot + 1)}
      </span>
    </span>
  )
}
