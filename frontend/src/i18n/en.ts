import { account } from './en/account.ts'
import { activity } from './en/activity.ts'
import { issues } from './en/issues.ts'
import { monitoring } from './en/monitoring.ts'
import { occurrence } from './en/occurrence.ts'
import { organization } from './en/organization.ts'
import { projects } from './en/projects.ts'
import { session } from './en/session.ts'
import { shell } from './en/shell.ts'

export const en = { shell, session, account, organization, monitoring, issues, occurrence, projects, activity }

export type Messages = typeof en
