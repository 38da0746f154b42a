export interface Address {
  email: string
  valid: boolean
}

const plausible = /^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]{2,}$/

/** Addresses out of what people paste: lines, commas, semicolons, and `Name <address>` as mail programs write it. */
export function addressesIn(text: string): Address[] {
  const emails = text
    .split(/[\n,;]+/)
    .flatMap((part) => /<([^<>]*)>/.exec(part)?.[1] ?? part.trim().split(/\s+/))
    .map((part) => part.trim().toLowerCase())
    .filter((part) => part !== '')
  return [...new Set(emails)].map((email) => ({ email, valid: plausible.test(email) && email.length <= 254 }))
}
