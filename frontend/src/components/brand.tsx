/** A semaphore arm at danger. */
export function Brand(props: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" className={props.className ?? 'size-7'} aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="#1b1f2e" />
      <path d="M11 27V6" stroke="#e8eaf2" strokeWidth="3" strokeLinecap="round" />
      <path d="m11 9 15-4v6l-15 4z" fill="#ff5a3d" />
      <circle cx="11" cy="10.5" r="3.5" fill="#ffd166" />
    </svg>
  )
}
