import type { Messages } from './en.ts'
import { issues } from './fr/issues.ts'
import { occurrence } from './fr/occurrence.ts'
import { projects } from './fr/projects.ts'
import { session } from './fr/session.ts'
import { shell } from './fr/shell.ts'

export const fr: Messages = { shell, session, issues, occurrence, projects }
