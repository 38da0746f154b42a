import { DurableObject } from 'cloudflare:workers'
import { exportJWK, generateKeyPair, type JWK } from 'jose'
import { RETIRED_KEY_MS, SIGNING_KEY_MS, signingKeyDue } from '../domain/identity/tokens.ts'
import type { MacKeys } from '../platform/keys.ts'

/** The newest key signs; every one still listed verifies. */
export interface SigningKeys {
  current: JWK
  public: JWK[]
}

type SigningRow = { kid: string; private: string; public: string; created_at: number }

/**
 * The deployment's one ring of keys, under the name `key-ring`: made at first use, so that a first deploy needs no secret.
 * The key behind every DSN is never replaced by itself, because DSNs live in shipped apps; the JWT keys are.
 */
export class KeyRing extends DurableObject<Env> {
  private readonly sql = this.ctx.storage.sql

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    this.sql.exec(
      'CREATE TABLE IF NOT EXISTS mac_keys (number INTEGER PRIMARY KEY, key TEXT NOT NULL) STRICT;' +
        'CREATE TABLE IF NOT EXISTS link_keys (number INTEGER PRIMARY KEY, key TEXT NOT NULL) STRICT;' +
        'CREATE TABLE IF NOT EXISTS sealing_keys (number INTEGER PRIMARY KEY, key TEXT NOT NULL) STRICT;' +
        'CREATE TABLE IF NOT EXISTS signing_keys (kid TEXT PRIMARY KEY, private TEXT NOT NULL, public TEXT NOT NULL, created_at INTEGER NOT NULL) STRICT',
    )
  }

  /** Keys that make and check DSN public keys, base64 of 32 random bytes each; the highest number mints. */
  dsnKeys(): MacKeys {
    const rows = this.macRows()
    if (rows.length > 0) return asMacKeys(rows)
    this.sql.exec('INSERT INTO mac_keys (number, key) VALUES (1, ?)', randomKey())
    return asMacKeys(this.macRows())
  }

  /** Keys behind the links and cookies that stand for someone without an account; the highest number signs, all verify. */
  linkKeys(): MacKeys {
    const stored = () =>
      this.sql.exec<{ number: number; key: string }>('SELECT number, key FROM link_keys ORDER BY number').toArray()
    if (stored().length === 0) this.sql.exec('INSERT INTO link_keys (number, key) VALUES (1, ?)', randomKey())
    return asMacKeys(stored())
  }

  /** Keys that seal secrets in D1, base64 of 32 random bytes each; the highest number seals, all open. */
  sealingKeys(): MacKeys {
    const stored = () =>
      this.sql.exec<{ number: number; key: string }>('SELECT number, key FROM sealing_keys ORDER BY number').toArray()
    if (stored().length === 0) this.sql.exec('INSERT INTO sealing_keys (number, key) VALUES (1, ?)', randomKey())
    return asMacKeys(stored())
  }

  /** ES256 keys for access tokens, replaced after 30 days; a replaced one still verifies for a day. */
  async signingKeys(now: number): Promise<SigningKeys> {
    if (signingKeyDue(this.newest()?.created_at ?? null, now)) {
      const made = await generateSigningKey()
      // Another call may have made one while this one waited.
      if (signingKeyDue(this.newest()?.created_at ?? null, now)) this.keep(made, now)
    }
    const [newest, ...older] = this.signingRows()
    if (newest === undefined) throw new Error('the ring made a signing key and does not find it')
    return { current: JSON.parse(newest.private), public: [newest, ...older].map((row) => JSON.parse(row.public)) }
  }

  private keep(made: { kid: string; private: JWK; public: JWK }, now: number) {
    this.sql.exec('DELETE FROM signing_keys WHERE created_at < ?', now - SIGNING_KEY_MS - RETIRED_KEY_MS)
    this.sql.exec(
      'INSERT INTO signing_keys (kid, private, public, created_at) VALUES (?, ?, ?, ?)',
      made.kid,
      JSON.stringify(made.private),
      JSON.stringify(made.public),
      now,
    )
  }

  private macRows() {
    return this.sql.exec<{ number: number; key: string }>('SELECT number, key FROM mac_keys ORDER BY number').toArray()
  }

  private signingRows() {
    return this.sql.exec<SigningRow>('SELECT * FROM signing_keys ORDER BY created_at DESC').toArray()
  }

  private newest() {
    return this.signingRows()[0]
  }
}

const randomKey = (): string => btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))))

const asMacKeys = (rows: { number: number; key: string }[]): MacKeys => ({
  current: rows.at(-1)?.number ?? 0,
  keys: Object.fromEntries(rows.map(({ number, key }) => [number, key])),
})

const generateSigningKey = async () => {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true })
  const kid = crypto.randomUUID()
  const named = { kid, alg: 'ES256', use: 'sig' }
  return {
    kid,
    private: { ...(await exportJWK(privateKey)), ...named },
    public: { ...(await exportJWK(publicKey)), ...named },
  }
}
