import type { Messages } from './en.ts'
import { account } from './fr/account.ts'
import { activity } from './fr/activity.ts'
import { issues } from './fr/issues.ts'
import { monitoring } from './fr/monitoring.ts'
import { occurrence } from './fr/occurrence.ts'
import { organization } from './fr/organization.ts'
import { projects } from './fr/projects.ts'
import { session } from './fr/session.ts'
import { shell } from './fr/shell.ts'

export const fr: Messages = {
  shell,
  session,
  account,
  organization,
  monitoring,
  issues,
  occurrence,
  projects,
  activity,
}
