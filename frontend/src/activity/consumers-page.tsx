export function ConsumersPage() {
  return null
}
