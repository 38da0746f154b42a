export const organization = {
  title: 'Organisation',
}
