import type { Role } from '../../../contract/auth.ts'
import { Select } from '../components/select.tsx'
import { useMessages } from '../i18n/language.tsx'

interface RoleSelectProps {
  label: string
  value: Role
  options: readonly Role[]
  onChange(role: Role): void
}

export function RoleSelect({ options, ...rest }: RoleSelectProps) {
  const { organization } = useMessages()
  return <Select {...rest} options={options.map((role) => [role, organization.roles[role]])} />
}
