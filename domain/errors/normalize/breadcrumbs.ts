import { LIMITS } from '../../../contract/limits.ts'
import type { Breadcrumb } from '../../../contract/occurrences.ts'
import { freeMembersOrValue } from './free-form.ts'
import { latest, values } from './lists.ts'
import { shape } from './shape.ts'
import { jsonText, text } from './text.ts'
import { time } from './time.ts'
import type { Rule } from './walk.ts'

const levelName = text(64)
const lowercase: Rule<string> = (value, walk) => levelName(value, walk)?.toLowerCase()

const breadcrumbShape = shape<Breadcrumb>({
  timestamp: time,
  type: text(64),
  category: text(256),
  message: jsonText(LIMITS.messageChars),
  level: lowercase,
  data: freeMembersOrValue,
})

/** What happened before the error, oldest first; of too many the latest stay. */
export const breadcrumbs = values(breadcrumbShape, latest(LIMITS.breadcrumbs))
