export function ErasePanel() {
  return null
}
