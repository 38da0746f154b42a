import type { NewBooking } from '../api/holds.ts'

/** What a form says of who buys, as the API takes it: what is empty is not sent. */
export const contactOf = (said: { name: string; email: string; language: string }): NewBooking['contact'] => ({
  ...(said.name.trim() !== '' && { fullName: said.name.trim() }),
  ...(said.email.trim() !== '' && { emailAddress: said.email.trim() }),
  language: said.language === 'fr' ? 'fr' : 'en',
})
