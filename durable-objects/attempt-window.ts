import { createDurable } from 'itty-durable'

/** What became of an attempt. `resetAt` in milliseconds since 1970. */
export interface Attempt {
  allowed: boolean
  remaining: number
  resetAt: number
}

/**
 * Counts the attempts of one address or account, exactly, because there is one object for each. A window begins with the
 * first attempt and ends `windowMs` later; what was counted is then forgotten.
 * Every method here can be called by name from our own Workers (that is how itty-durable works), so none takes more than numbers.
 */
export class AttemptWindow extends createDurable() {
  // Its public fields are what itty-durable stores, as one JSON value.
  startedAt = 0
  count = 0

  async attempt(now: number, limit: number, windowMs: number): Promise<Attempt> {
    if (now - this.startedAt >= windowMs) {
      this.startedAt = now
      this.count = 0
      await this.setAlarm(now + windowMs)
    }
    const allowed = this.count < limit
    if (allowed) this.count += 1
    await this.persist()
    return { allowed, remaining: Math.max(0, limit - this.count), resetAt: this.startedAt + windowMs }
  }

  /** Takes back an attempt made at `now` that was no failure. */
  async refund(now: number): Promise<void> {
    if (this.count === 0 || now < this.startedAt) return
    this.count -= 1
    await this.persist()
  }

  /** Millions of addresses come once and never again; their objects must not stay. */
  async alarm(): Promise<void> {
    this.startedAt = 0
    this.count = 0
    await this.destroy()
  }
}
