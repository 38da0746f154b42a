import { Ban } from 'lucide-react'
import { Notice } from '../components/notice.tsx'
import { useMessages } from '../i18n/language.tsx'

/** A page that someone's role keeps closed says whose it is. */
export function NoAccess(props: { text: string }) {
  const { shell } = useMessages()
  return <Notice icon={<Ban />} title={shell.failed.forbiddenTitle} text={props.text} />
}
