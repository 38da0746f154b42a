import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Admin, Kafka, logLevel } from 'kafkajs'
import { until } from '../../journeys/client.ts'
import { isAlive } from '../../journeys/processes.ts'
import { run } from '../../journeys/sdk.ts'
import { type FaultProxy, listening, startProxy } from './proxy.ts'
import { kafkaJars, makeCertificates } from './tools.ts'

/** One real Apache Kafka: broker and controller in one process, with a listener of each kind. */
export interface Broker {
  address: Record<Listener, string>
  /** Stands before the listener `proxied`. */
  proxy: FaultProxy
  /** A file with the authority that signed the certificate. */
  ca: string
  topic(name: string, settings?: Omit<Topic, 'name'>): Promise<string>
  topics(wanted: Topic[]): Promise<void>
  /** How many records a topic holds. */
  count(topic: string): Promise<number>
  start(): Promise<void>
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>
  /** Stops everything and removes the data. */
  remove(): Promise<void>
}

export interface Topic {
  name: string
  partitions?: number
  /** Limit of a batch. */
  maxBytes?: number
}

export type Listener = 'plain' | 'sasl' | 'saslTls' | 'tls' | 'proxied'

export const USER = { username: 'bridge', plain: 'plain-secret', scram: 'scram-secret' }
const JAVA = 'java'
/** How long a partition of a fresh topic may go without a leader. */
const SETTLED_MS = 20_000

export async function startBroker(): Promise<Broker> {
  const jars = await kafkaJars()
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-kafka-'))
  await makeCertificates(folder)
  const ports = await freePorts()
  writeFileSync(join(folder, 'server.properties'), properties(ports))
  await format(jars, folder)

  const address = {
    plain: `127.0.0.1:${ports.plain}`,
    sasl: `127.0.0.1:${ports.sasl}`,
    saslTls: `localhost:${ports.saslTls}`,
    tls: `localhost:${ports.tls}`,
    proxied: `127.0.0.1:${ports.advertised}`,
  }
  let child: ChildProcess | undefined
  const start = async () => {
    child = await launch({ jars, folder, port: ports.plain })
  }
  const stop = async (signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM') => {
    const pid = child?.pid
    if (pid === undefined || !isAlive(pid)) return
    child?.kill(signal)
    await until('the end of the broker', async () => !isAlive(pid))
  }
  await start()
  const proxy = await startProxy({ port: ports.advertised, target: ports.proxied })
  const admin = new Kafka({ brokers: [address.plain], logLevel: logLevel.NOTHING }).admin()
  await admin.connect()
  return {
    address,
    proxy,
    ca: join(folder, 'ca.pem'),
    topic: async (name, settings) => {
      await createTopics(admin, [{ name, ...settings }])
      return name
    },
    topics: (wanted) => createTopics(admin, wanted),
    count: (topic) => countOf(admin, topic),
    start,
    stop,
    remove: async () => {
      await admin.disconnect()
      await proxy.stop()
      await stop('SIGKILL')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

type Ports = Record<Listener | 'controller' | 'advertised', number>

async function freePorts(): Promise<Ports> {
  const names = ['plain', 'sasl', 'saslTls', 'tls', 'proxied', 'advertised', 'controller'] as const
  // All at once: one that was let go may be the next that is given.
  const held = await Promise.all(names.map(() => listening(createServer())))
  const ports = held.map((server) => (server.address() as AddressInfo).port)
  await Promise.all(held.map((server) => new Promise((closed) => server.close(closed))))
  return Object.fromEntries(names.map((name, at) => [name, ports[at] ?? 0])) as Ports
}

async function format(jars: string, folder: string): Promise<void> {
  const scram = ['SCRAM-SHA-256', 'SCRAM-SHA-512'].flatMap((mechanism) => [
    '--add-scram',
    `${mechanism}=[name=${USER.username},password=${USER.scram}]`,
  ])
  const storage = ['kafka.tools.StorageTool', 'format', '-t', '5L6g3nShT-eMCtK--X86sw', '--standalone', ...scram]
  const jvm = ['-XX:TieredStopAtLevel=1', '-Xmx128m', '-cp', jars]
  await run(JAVA, [...jvm, ...storage, '-c', 'server.properties'], { cwd: folder })
}

async function launch(place: { jars: string; folder: string; port: number }): Promise<ChildProcess> {
  const jvm = ['-Xms128m', '-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1']
  const log = '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn'
  const child = spawn(JAVA, [...jvm, log, '-cp', place.jars, 'kafka.Kafka', 'server.properties'], {
    cwd: place.folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  // A broker must not outlive its test, however that ends.
  const end = () => child.kill('SIGKILL')
  process.on('exit', end)
  child.on('exit', () => process.off('exit', end))
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      said = (said + chunk).slice(-20_000)
    })
  }
  await until('a broker that answers', async () => {
    if (child.exitCode !== null) throw new Error(`The broker ended with ${child.exitCode}:\n${said}`)
    return answers(place.port)
  })
  return child
}

/** Whether there is an answer to ApiVersions v0: length 10, api 18, version 0, correlation 1, no client id. */
function answers(port: number): Promise<boolean> {
  const request = Buffer.from([0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 1, 0xff, 0xff])
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(request))
    const say = (answer: boolean) => {
      socket.destroy()
      resolve(answer)
    }
    socket.on('data', () => say(true))
    socket.on('error', () => say(false))
    socket.on('close', () => say(false))
  })
}

/** Makes topics and waits until each partition has a leader: a new one has none for a moment. */
async function createTopics(admin: Admin, wanted: Topic[]): Promise<void> {
  const topics = wanted.map(({ name, partitions = 1, maxBytes }) => ({
    topic: name,
    numPartitions: partitions,
    ...(maxBytes !== undefined && { configEntries: [{ name: 'max.message.bytes', value: String(maxBytes) }] }),
  }))
  await admin.createTopics({ topics, waitForLeaders: true })
  for (const { name } of wanted)
    await until(`leaders of ${name}`, () => admin.fetchTopicOffsets(name).catch(() => null), SETTLED_MS)
}

async function countOf(admin: Admin, topic: string): Promise<number> {
  const offsets = await admin.fetchTopicOffsets(topic).catch(() => [])
  return offsets.reduce((sum, { high, low }) => sum + Number(high) - Number(low), 0)
}

function properties(ports: Ports): string {
  const sasl = ['saslp', 'sasltls'].flatMap((name) => [
    `listener.name.${name}.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required user_${USER.username}="${USER.plain}";`,
    ...['scram-sha-256', 'scram-sha-512'].map(
      (mechanism) =>
        `listener.name.${name}.${mechanism}.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;`,
    ),
  ])
  return `process.roles=broker,controller
node.id=1
controller.quorum.bootstrap.servers=127.0.0.1:${ports.controller}
controller.listener.names=CONTROLLER
listeners=PLAIN://127.0.0.1:${ports.plain},SASLP://127.0.0.1:${ports.sasl},SASLTLS://127.0.0.1:${ports.saslTls},TLS://127.0.0.1:${ports.tls},PX://127.0.0.1:${ports.proxied},CONTROLLER://127.0.0.1:${ports.controller}
advertised.listeners=PLAIN://127.0.0.1:${ports.plain},SASLP://127.0.0.1:${ports.sasl},SASLTLS://localhost:${ports.saslTls},TLS://localhost:${ports.tls},PX://127.0.0.1:${ports.advertised}
listener.security.protocol.map=PLAIN:PLAINTEXT,SASLP:SASL_PLAINTEXT,SASLTLS:SASL_SSL,TLS:SSL,PX:PLAINTEXT,CONTROLLER:PLAINTEXT
inter.broker.listener.name=PLAIN
sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-256,SCRAM-SHA-512
${sasl.join('\n')}
ssl.keystore.type=PEM
ssl.keystore.location=server.pem
auto.create.topics.enable=false
num.partitions=1
offsets.topic.num.partitions=1
offsets.topic.replication.factor=1
transaction.state.log.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.num.partitions=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
log.dirs=data
num.network.threads=1
num.io.threads=2
# The default of 128 MB is most of what a small broker takes.
log.cleaner.dedupe.buffer.size=2097152
# After a kill -9 the next start waits for the dead one's session.
broker.session.timeout.ms=3000
broker.heartbeat.interval.ms=500
`
}
