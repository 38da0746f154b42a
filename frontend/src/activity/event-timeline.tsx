export function EventTimeline(_: { id: string }) {
  return null
}
