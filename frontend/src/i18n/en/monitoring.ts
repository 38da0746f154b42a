export const monitoring = {
  title: 'Deliveries',
}
