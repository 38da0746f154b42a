/** Shows also what is over. */
export function AllSwitch(props: { label: string; on: boolean; onChange(on: boolean): void }) {
  return (
    <label className="flex items-center gap-2 text-xs">
      <input type="checkbox" checked={props.on} onChange={(event) => props.onChange(event.target.checked)} />
      {props.label}
    </label>
  )
}
