import type { ReactNode } from 'react'

/** Rows where there is room; on a phone each row is a card whose cells name their column. */
export function CardTable(props: { label: string; heads: readonly string[]; children: ReactNode }) {
  return (
    <div className="@container">
      <table aria-label={props.label} className="block w-full @2xl:table">
        <thead className="sr-only @2xl:not-sr-only @2xl:table-header-group">
          <tr className="@2xl:table-row">
            {props.heads.map((head) => (
              <th
                key={head}
                scope="col"
                className="px-2.5 pt-3 pb-1.5 text-start text-xs first:ps-4 last:pe-4 font-medium whitespace-nowrap text-muted"
              >
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="block divide-y divide-line @2xl:table-row-group">{props.children}</tbody>
      </table>
    </div>
  )
}

export function Row(props: { children: ReactNode }) {
  return <tr className="block px-4 py-3 @2xl:table-row @2xl:p-0">{props.children}</tr>
}

/** What the row is about. */
export function HeadCell(props: { children: ReactNode }) {
  return (
    <th
      scope="row"
      className="block min-w-0 pb-1.5 text-start font-normal @2xl:table-cell @2xl:max-w-72 @2xl:py-3 @2xl:ps-4 @2xl:pe-2.5 @2xl:align-middle"
    >
      {props.children}
    </th>
  )
}

export function Cell(props: { label: string; children: ReactNode }) {
  return (
    <td className="flex min-h-8 items-center justify-between gap-4 @2xl:table-cell @2xl:px-2.5 @2xl:py-3 @2xl:last:pe-4 @2xl:align-middle">
      <span className="shrink-0 text-xs text-muted @2xl:hidden" aria-hidden="true">
        {props.label}
      </span>
      {props.children}
    </td>
  )
}

/** Buttons at the end of a row. */
export function ActionCell(props: { children: ReactNode }) {
  return (
    <td className="block pt-2 has-[>span:empty]:hidden @2xl:table-cell @2xl:py-2.5 @2xl:ps-2.5 @2xl:pe-4 @2xl:align-middle">
      <span className="flex flex-wrap gap-2 @2xl:flex-nowrap">{props.children}</span>
    </td>
  )
}
