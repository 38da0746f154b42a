export const menuItemStyle =
  'flex h-8 cursor-pointer items-center gap-2 rounded-md px-2 outline-none select-none data-[highlighted]:bg-hover [&_svg]:size-4'

export const accountEntryStyle =
  'flex min-w-0 items-center gap-2 rounded-md p-2 text-muted hover:bg-hover hover:text-ink'
