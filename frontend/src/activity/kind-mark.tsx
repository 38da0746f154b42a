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

const other = { icon: CircleDot, tone: 'text-muted' }

/** The kind of thing an event happened to, in a shape and a colour. */
export function KindMark({ type, className }: { type: string; className?: string }) {
  const { icon: Icon, tone } = kinds[type.split('.')[0] ?? ''] ?? other
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
