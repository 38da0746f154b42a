/** A DSN taken apart; see https://develop.sentry.dev/sdk/foundations/transport/authentication/. */
export interface Dsn {
  publicKey: string
  host: string
  /** What stands between the host and the project, without a trailing slash. */
  path: string
  project: string
}

/** A public key taken apart: which MAC key made it, which key of the project it is, and 88 bits of MAC as 22 hex digits. */
export interface PublicKey {
  version: number
  number: number
  mac: string
}

/** Hex digits of the MAC in a public key. */
export const MAC_DIGITS = 22

/**
 * Reads a DSN as an SDK or an envelope header carries it. A secret (`key:secret@`) is accepted and dropped.
 * @returns null where the text is no DSN
 */
export function parseDsn(text: unknown): Dsn | null {
  const url = typeof text === 'string' ? URL.parse(text) : null
  if (!url?.username || !url.host) return null
  const [, path = '', project = ''] = /^(.*)\/([^/]+)\/?$/.exec(url.pathname) ?? []
  if (!isProject(project)) return null
  return { publicKey: url.username.toLowerCase(), host: url.host, path, project }
}

/** @returns the DSN of a key at the origin (`https://host[:port]`, or any URL there) that the SDKs reach us at. */
export function writeDsn(key: { origin: string; publicKey: string; project: string }): string {
  const { protocol, host } = new URL(key.origin)
  return `${protocol}//${key.publicKey}@${host}/${key.project}`
}

/** Project ids are decimal and begin with 1 to 9, because SDKs and Relay read them as numbers. */
export function isProject(text: string): boolean {
  return /^[1-9][0-9]{0,14}$/.test(text)
}

/** @returns 32 lowercase hex digits: 1 byte version, 4 bytes number (big endian), 11 bytes MAC. */
export function writePublicKey(key: PublicKey): string {
  return key.version.toString(16).padStart(2, '0') + key.number.toString(16).padStart(8, '0') + key.mac
}

/** @returns null where the text cannot be a key of ours; says nothing about whether the MAC is right. */
export function parsePublicKey(text: string): PublicKey | null {
  if (!/^[0-9a-f]{32}$/.test(text)) return null
  return {
    version: Number.parseInt(text.slice(0, 2), 16),
    number: Number.parseInt(text.slice(2, 10), 16),
    mac: text.slice(10),
  }
}

/** What the MAC of a public key is made over. */
export function macMessage(version: number, project: string, number: number): string {
  return `dsn:${version}:${project}:${number}`
}
