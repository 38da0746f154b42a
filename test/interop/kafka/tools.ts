import { existsSync, renameSync, rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { run } from '../../journeys/sdk.ts'
import { pythonEnvironment, requireTool, workFolder } from '../toolchains.ts'

const POM = 'test/interop/kafka/pom.xml'

/** Fetches the jars of Apache Kafka, once. @returns the class path */
export async function kafkaJars(): Promise<string> {
  await requireTool('java', ['-version'], 'apt-get install openjdk-17-jdk-headless')
  const jars = `${workFolder('kafka')}/jars-4.3.1`
  if (!existsSync(jars)) {
    await requireTool('mvn', ['--version'], 'apt-get install maven')
    const fetched = `${jars}.${process.pid}`
    const goal = ['dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${fetched}`]
    await run('mvn', ['-B', '-q', '-ntp', '-f', POM, ...goal])
    // Two runs at once may both fetch; the slower one keeps what is there.
    if (existsSync(jars)) rmSync(fetched, { recursive: true })
    else renameSync(fetched, jars)
  }
  return `${jars}/*`
}

/** Makes an authority of our own in `folder` (`ca.pem`) and a certificate of it for this machine (`server.pem`). */
export async function makeCertificates(folder: string): Promise<void> {
  await requireTool('openssl', ['version'], 'apt-get install openssl')
  const key = (name: string) => ['-newkey', 'rsa:2048', '-nodes', '-keyout', `${name}.key`]
  const openssl = (...args: string[]) => run('openssl', args, { cwd: folder })
  await openssl('req', '-x509', ...key('ca'), '-days', '30', '-subj', '/CN=Signalbox tests', '-out', 'ca.pem')
  await openssl('req', ...key('server'), '-subj', '/CN=localhost', '-out', 'server.csr')
  const extension = ['-extfile', resolve('test/interop/kafka/certificate.cnf')]
  const signed = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '30', ...extension]
  await openssl('x509', '-req', '-in', 'server.csr', ...signed, '-out', 'server.crt')
  await run('sh', ['-c', 'cat server.key server.crt ca.pem > server.pem'], { cwd: folder })
}

export const requireKcat = (): Promise<void> => requireTool('kcat', ['-V'], 'apt-get install kcat')

/** The client of Confluent with a librdkafka of its own: the one of Debian 12 cannot do SCRAM with Kafka 4 (librdkafka#4895). */
export async function confluentReader(): Promise<(topic: string, settings: Record<string, string>) => Promise<string>> {
  const folder = 'test/interop/kafka/confluent'
  const interpreter = await pythonEnvironment('confluent-kafka', `${folder}/requirements.txt`)
  return (topic, settings) =>
    run(interpreter, [
      `${folder}/app.py`,
      topic,
      ...Object.entries(settings).map(([name, value]) => `${name}=${value}`),
    ])
}
