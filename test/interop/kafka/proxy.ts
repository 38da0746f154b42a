import { connect, createServer, type Server, type Socket } from 'node:net'

/** Stands between a producer and its broker, reads the frames of the protocol, and does harm on demand. */
export interface FaultProxy {
  /** The next answers to Produce meet this fate; the batch itself has been written by then. */
  harm(fate: Fate, times?: number): void
  /** How many answers have yet to meet their fate. */
  pending(): number
  /** No harm from now on. */
  heal(): void
  /** Cuts every connection. */
  cut(): void
  /** How many clients hold a connection. */
  connections(): number
  /** Bytes of the requests of Produce that went through. */
  producedBytes(): number
  stop(): Promise<void>
}

/**
 * `lost`: the connection ends instead of the answer. `swallowed`: the answer never comes. `late`: it comes after 1 s.
 * `not-leader`: for the last partition it says NOT_LEADER_OR_FOLLOWER, as a broker does that has just started.
 */
export type Fate = 'lost' | 'swallowed' | 'late' | 'not-leader'

const PRODUCE = 0
const NOT_LEADER = 6
const LATE_MS = 1000

export async function startProxy({ port, target }: { port: number; target: number }): Promise<FaultProxy> {
  const fates: Fate[] = []
  const sockets = new Set<Socket>()
  let producedBytes = 0
  const server = createServer((client) => {
    const broker = connect(target, '127.0.0.1')
    const requested = new Map<number, number>()
    const end = () => {
      client.destroy()
      broker.destroy()
    }
    for (const socket of [client, broker]) {
      sockets.add(socket)
      socket.setNoDelay(true)
      socket.on('error', end)
      socket.on('close', () => {
        sockets.delete(socket)
        end()
      })
    }
    const pass = (to: Socket, frame: Buffer) => to.writable && to.write(frame)
    eachFrame(client, (frame) => {
      const api = frame.readInt16BE(4)
      if (api === PRODUCE) producedBytes += frame.length
      requested.set(frame.readInt32BE(8), api)
      pass(broker, frame)
    })
    eachFrame(broker, (frame) => {
      const correlation = frame.readInt32BE(4)
      const fate = requested.get(correlation) === PRODUCE ? fates.shift() : undefined
      requested.delete(correlation)
      if (fate === 'lost') end()
      else if (fate === 'late') setTimeout(() => pass(client, frame), LATE_MS)
      else if (fate !== 'swallowed') pass(client, fate === 'not-leader' ? withoutLeader(frame) : frame)
    })
  })
  await listening(server, port)
  const cut = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    harm: (fate, times = 1) => {
      for (let left = times; left > 0; left -= 1) fates.push(fate)
    },
    pending: () => fates.length,
    heal: () => {
      fates.length = 0
    },
    cut,
    connections: () => sockets.size / 2,
    producedBytes: () => producedBytes,
    stop: () =>
      new Promise((closed) => {
        server.close(() => closed())
        cut()
      }),
  }
}

/** @returns the server once it listens on this machine; port 0 is any that is free. */
export const listening = (server: Server, port = 0): Promise<Server> =>
  new Promise((listens, failed) => {
    server.once('error', failed)
    server.listen(port, '127.0.0.1', () => listens(server))
  })

/** Cuts a stream into the frames of the protocol: four bytes of length, then as many bytes. */
function eachFrame(socket: Socket, take: (frame: Buffer) => void): void {
  let rest: Buffer = Buffer.alloc(0)
  socket.on('data', (chunk: Buffer) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    while (rest.length >= 4 && rest.length >= 4 + rest.readInt32BE(0)) {
      const end = 4 + rest.readInt32BE(0)
      take(rest.subarray(0, end))
      rest = rest.subarray(end)
    }
  })
}

/** An answer to Produce of versions 3 to 7 for one topic: all its partitions are as long, and begin with index and error. */
function withoutLeader(frame: Buffer): Buffer {
  const changed = Buffer.from(frame)
  const topicLength = changed.readInt16BE(12)
  const partitions = changed.readInt32BE(14 + topicLength)
  const size = (changed.length - 4 - (18 + topicLength)) / partitions
  const last = 18 + topicLength + size * (partitions - 1)
  changed.writeInt16BE(NOT_LEADER, last + 4)
  changed.writeBigInt64BE(-1n, last + 6)
  return changed
}
