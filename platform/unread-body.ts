const STEP = 256 * 1024

/**
 * Reads away what is left of a request body. A connection that is closed while its sender still writes is reset, and the
 * answer is lost with it: SDKs take that for a broken network and send again what was refused.
 *
 * A body that says it is larger than `most` bytes is left alone: it could not be read to its end. Never throws.
 */
export async function discardBody({ body, headers }: Request, most: number): Promise<void> {
  if (!body || body.locked || Number(headers.get('content-length') ?? 0) > most) return
  try {
    const reader = body.getReader({ mode: 'byob' })
    let buffer = new Uint8Array(STEP)
    for (let read = 0; read <= most; ) {
      const { done, value } = await reader.read(buffer)
      if (done) return
      read += value.length
      buffer = new Uint8Array(value.buffer)
    }
  } catch {
    // The sender has gone, and nobody waits for the answer.
  }
}
