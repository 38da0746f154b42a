interface Person {
  firstName: string | null
  lastName: string | null
  username: string | null
  email: string
}

/** A person as others know them: their name, else what they sign in with. */
export const personName = ({ firstName, lastName, username, email }: Person): string =>
  [firstName, lastName].filter((part) => part !== null).join(' ') || username || email
