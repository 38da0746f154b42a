import { Link } from '@tanstack/react-router'
import { textLinkStyle } from './entry.tsx'

/** The way to the other form, which goes on to the same place. */
export function Elsewhere(props: { to: '/login' | '/register'; next: string | undefined; text: string; link: string }) {
  return (
    <p className="text-center text-muted">
      {props.text}{' '}
      <Link to={props.to} search={props.next === undefined ? {} : { next: props.next }} className={textLinkStyle}>
        {props.link}
      </Link>
    </p>
  )
}
