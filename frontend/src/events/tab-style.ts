export const tabStyle =
  '-mb-px border-b-2 border-transparent px-2.5 py-2 font-medium whitespace-nowrap text-muted hover:text-ink focus-visible:-outline-offset-2 aria-[current]:border-accent aria-[current]:text-ink'
