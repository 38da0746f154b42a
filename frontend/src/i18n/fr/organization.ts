import type { Messages } from '../en.ts'

export const organization: Messages['organization'] = {
  title: 'Organisation',
}
