import { SettingsPage } from '../components/settings-page.tsx'
import { useMessages } from '../i18n/language.tsx'
import { EmailPanel } from './email-panel.tsx'
import { ManagedNotice } from './managed-notice.tsx'
import { ProfileForm } from './profile-form.tsx'
import { useMe } from './use-me.ts'

export function ProfilePage() {
  const { account } = useMessages()
  const me = useMe()
  const managed = me.provider !== null
  return (
    <SettingsPage title={account.pages.profile}>
      {managed && <ManagedNotice />}
      <ProfileForm me={me} managed={managed} />
      <EmailPanel me={me} managed={managed} />
    </SettingsPage>
  )
}
