import { issues } from './en/issues.ts'
import { occurrence } from './en/occurrence.ts'
import { projects } from './en/projects.ts'
import { session } from './en/session.ts'
import { shell } from './en/shell.ts'

export const en = { shell, session, issues, occurrence, projects }

export type Messages = typeof en
