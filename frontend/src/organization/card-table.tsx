import type { ReactNode } from 'react'

/** Rows on a desk; on a phone each row is a card whose cells name their column. */
export function CardTable(props: { label: string; heads: readonly string[]; children: ReactNode }) {
  return (
    <table aria-label={props.label} className="block w-full md:table">
      <thead className="sr-only md:not-sr-only md:table-header-group">
        <tr className="md:table-row">
          {props.heads.map((head) => (
            <th
              key={head}
              scope="col"
              className="px-4 pt-3 pb-1.5 text-start text-xs font-medium whitespace-nowrap text-muted"
            >
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="block divide-y divide-line md:table-row-group">{props.children}</tbody>
    </table>
  )
}

export function Row(props: { children: ReactNode }) {
  return <tr className="block px-4 py-3 md:table-row md:p-0">{props.children}</tr>
}

/** What the row is about. */
export function HeadCell(props: { children: ReactNode }) {
  return (
    <th
      scope="row"
      className="block min-w-0 pb-1.5 text-start font-normal md:table-cell md:max-w-64 md:px-4 md:py-3 md:align-top"
    >
      {props.children}
    </th>
  )
}

export function Cell(props: { label: string; children: ReactNode }) {
  return (
    <td className="flex min-h-8 items-center justify-between gap-4 md:table-cell md:px-4 md:py-3 md:align-top">
      <span className="shrink-0 text-xs text-muted md:hidden" aria-hidden="true">
        {props.label}
      </span>
      {props.children}
    </td>
  )
}

/** Buttons at the end of a row. */
export function ActionCell(props: { children: ReactNode }) {
  return (
    <td className="block pt-2 md:table-cell md:px-4 md:py-2.5 md:align-top">
      <span className="flex flex-wrap gap-2 md:flex-nowrap md:justify-end">{props.children}</span>
    </td>
  )
}
