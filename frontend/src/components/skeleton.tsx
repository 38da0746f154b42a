/** Holds the place of what is loading, at its final size. */
export function Skeleton(props: { className: string }) {
  return <span className={`block motion-safe:animate-pulse rounded bg-hover ${props.className}`} />
}
