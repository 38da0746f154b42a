import { SettingsPage } from '../components/settings-page.tsx'
import { useMessages } from '../i18n/language.tsx'
import { ManagedNotice } from './managed-notice.tsx'
import { PasswordPanel } from './password-panel.tsx'
import { SecondFactorPanel } from './second-factor-panel.tsx'
import { SignInsPanel } from './sign-ins-panel.tsx'
import { useMe } from './use-me.ts'

export function SecurityPage() {
  const { account } = useMessages()
  const { provider, user } = useMe()
  return (
    <SettingsPage title={account.pages.security}>
      {provider !== null && <ManagedNotice />}
      {provider === null && <PasswordPanel email={user.email} />}
      {provider === null && <SecondFactorPanel />}
      <SignInsPanel managed={provider !== null} />
    </SettingsPage>
  )
}
