import { activity as english } from '../en/activity.ts'
import type { Messages } from '../en.ts'

export const activity: Messages['activity'] = english
