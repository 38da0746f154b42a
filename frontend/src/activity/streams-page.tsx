export function StreamsPage() {
  return null
}
