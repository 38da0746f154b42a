export const menuItemStyle =
  'flex h-8 cursor-pointer items-center gap-2 rounded-md px-2 outline-none select-none data-[highlighted]:bg-hover [&_svg]:size-4'
