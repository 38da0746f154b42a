/** What is billed, counted at the bindings. Bytes where the name says so. */
export interface Counts {
  rowsWritten: number
  rowsRead: number
  r2Puts: number
  r2Bytes: number
  r2Gets: number
  queueMessages: number
  /** 64 KB begun, for one of the three operations of a message. */
  queueUnits: number
  objectRequests: number
  /** Wall time of the calls to Durable Objects, in milliseconds. */
  objectMs: number
}

export const noCounts = (): Counts => ({
  rowsWritten: 0,
  rowsRead: 0,
  r2Puts: 0,
  r2Bytes: 0,
  r2Gets: 0,
  queueMessages: 0,
  queueUnits: 0,
  objectRequests: 0,
  objectMs: 0,
})

const QUEUE_UNIT_BYTES = 64_000
/** What a queue adds to each message, and our notes beside the body. */
const QUEUE_NOTES_BYTES = 600

/** @returns the same bindings, which add to `counts` what they do. */
export function counted<Bindings extends Partial<Env>>(env: Bindings, counts: Counts): Bindings {
  const wrapped: Record<string, unknown> = { ...env }
  if (env.DB) wrapped.DB = countedDatabase(env.DB, counts)
  if (env.BUCKET) wrapped.BUCKET = countedBucket(env.BUCKET, counts)
  if (env.OCCURRENCES) wrapped.OCCURRENCES = countedQueue(env.OCCURRENCES, counts)
  for (const name of ['KEY_RING', 'PROJECT_GATE', 'SPOOL', 'LIVE_HUB'] as const) {
    if (env[name]) wrapped[name] = countedObjects(env[name], counts)
  }
  return wrapped as Bindings
}

/** @returns an object that is `target` but for what `instead` names. */
export function forward<Target extends object>(target: Target, instead: Record<string, unknown>): Target {
  return new Proxy(target, {
    get(_, name) {
      if (typeof name === 'string' && name in instead) return instead[name]
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

const realStatement = new WeakMap<D1PreparedStatement, D1PreparedStatement>()

function countedDatabase(db: D1Database, counts: Counts): D1Database {
  return forward(db, {
    prepare: (sql: string) => countedStatement(db.prepare(sql), counts),
    batch: async (statements: D1PreparedStatement[]) => {
      const results = await db.batch(statements.map((statement) => realStatement.get(statement) ?? statement))
      for (const { meta } of results) addRows(counts, meta)
      return results
    },
  })
}

function countedStatement(statement: D1PreparedStatement, counts: Counts): D1PreparedStatement {
  const all = async () => {
    const result = await statement.all<Record<string, unknown>>()
    addRows(counts, result.meta)
    return result
  }
  const wrapped = forward(statement, {
    bind: (...values: unknown[]) => countedStatement(statement.bind(...values), counts),
    all,
    run: all,
    // Neither tells what it read by itself.
    first: async (column?: string) => {
      const [row] = (await all()).results
      return (column === undefined ? row : row?.[column]) ?? null
    },
    raw: async () => (await all()).results.map((row) => Object.values(row)),
  })
  realStatement.set(wrapped, statement)
  return wrapped
}

function addRows(counts: Counts, meta: D1Meta): void {
  counts.rowsWritten += meta.rows_written
  counts.rowsRead += meta.rows_read
}

function countedBucket(bucket: R2Bucket, counts: Counts): R2Bucket {
  return forward(bucket, {
    put: async (key: string, value: ArrayBuffer | ArrayBufferView | string | Blob, options?: R2PutOptions) => {
      const object = await bucket.put(key, value, options)
      counts.r2Puts += 1
      counts.r2Bytes += object?.size ?? 0
      return object
    },
    get: (key: string, options?: R2GetOptions) => {
      counts.r2Gets += 1
      return bucket.get(key, options)
    },
  })
}

function countedQueue(queue: IngestEnv['OCCURRENCES'], counts: Counts): IngestEnv['OCCURRENCES'] {
  const note = ({ body }: { body?: Uint8Array }) => {
    counts.queueMessages += 1
    counts.queueUnits += Math.ceil(((body?.byteLength ?? 0) + QUEUE_NOTES_BYTES) / QUEUE_UNIT_BYTES)
  }
  return forward(queue, {
    send: (message: Parameters<typeof queue.send>[0], options?: QueueSendOptions) => {
      note(message)
      return queue.send(message, options)
    },
    sendBatch: (messages: MessageSendRequest<Parameters<typeof queue.send>[0]>[]) => {
      for (const { body } of messages) note(body)
      return queue.sendBatch(messages)
    },
  })
}

function countedObjects(namespace: object, counts: Counts): object {
  return forward(namespace, {
    get: (id: DurableObjectId) => {
      const stub: object = Reflect.apply(Reflect.get(namespace, 'get'), namespace, [id])
      return new Proxy(stub, { get: (_, method) => timedCall(stub, method, counts) })
    },
  })
}

function timedCall(stub: object, method: string | symbol, counts: Counts) {
  return async (...args: unknown[]) => {
    const started = Date.now()
    counts.objectRequests += 1
    try {
      return await Reflect.apply(Reflect.get(stub, method), stub, args)
    } finally {
      counts.objectMs += Date.now() - started
    }
  }
}
