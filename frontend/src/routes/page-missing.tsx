import { Link } from '@tanstack/react-router'
import { SearchX } from 'lucide-react'
import { buttonStyle } from '../components/button.tsx'
import { Notice } from '../components/notice.tsx'
import { useMessages } from '../i18n/language.tsx'

export function PageMissing() {
  const { shell } = useMessages()
  return (
    <main className="grid min-h-dvh place-items-center">
      <Notice page icon={<SearchX />} title={shell.pageMissing}>
        <Link to="/issues" search={{}} className={buttonStyle({ look: 'primary' })}>
          {shell.home}
        </Link>
      </Notice>
    </main>
  )
}
