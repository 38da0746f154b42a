import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { run } from '../journeys/sdk.ts'

/** Where package managers put what they fetch and build; kept from run to run, never committed. */
const WORK = resolve('.signalbox/interop')
const SAMPLES = resolve('test/samples')

/** What a sample program prints: ids of what it captured, as its SDK knows them. */
export interface Said {
  exception: string
  message: string
}

type Program = (dsn: string) => Promise<Said>

/** @returns how to run the sample program of a folder with the packages of one of its requirements files */
export async function python(folder: string, requirements: string): Promise<Program> {
  const interpreter = await pythonEnvironment(`${folder}-${requirements}`, `${SAMPLES}/${folder}/${requirements}.txt`)
  return (dsn) => said(interpreter, [`${SAMPLES}/${folder}/app.py`], dsn)
}

/** Makes a virtual environment with the packages of a requirements file, once. @returns its interpreter */
export async function pythonEnvironment(name: string, requirements: string): Promise<string> {
  await requireTool('python3', ['-m', 'venv', '--help'], 'apt-get install python3-venv')
  const environment = `${WORK}/${name}`
  const wanted = readFileSync(requirements, 'utf8')
  const done = `${environment}/installed.txt`
  if (!existsSync(done) || readFileSync(done, 'utf8') !== wanted) {
    await run('python3', ['-m', 'venv', '--clear', environment])
    const install = ['install', '--quiet', '--disable-pip-version-check', '-r', requirements]
    await run(`${environment}/bin/pip`, install)
    writeFileSync(done, wanted)
  }
  return `${environment}/bin/python`
}

export async function go(): Promise<Program> {
  await requireTool('go', ['version'], 'apt-get install golang, 1.25 or newer')
  const program = `${workFolder('go')}/shop`
  await run('go', ['build', '-o', program, '.'], { cwd: `${SAMPLES}/go` })
  return (dsn) => said(program, [], dsn)
}

export async function java(): Promise<Program> {
  await requireTool('mvn', ['--version'], 'apt-get install maven openjdk-17-jdk-headless')
  const maven = ['-q', '-B', '-ntp', '-f', `${SAMPLES}/java/pom.xml`, `-Dbuilt=${workFolder('java')}`]
  await run('mvn', [...maven, 'compile'])
  return (dsn) => said('mvn', [...maven, 'exec:java'], dsn)
}

export async function rust(): Promise<Program> {
  await requireTool('cargo', ['--version'], 'install Rust 1.89 or newer')
  const target = workFolder('rust')
  await run('cargo', [
    'build',
    '--quiet',
    '--locked',
    '--manifest-path',
    `${SAMPLES}/rust/Cargo.toml`,
    '--target-dir',
    target,
  ])
  return (dsn) => said(`${target}/debug/shop`, [], dsn)
}

export async function node(): Promise<Program> {
  return (dsn) => said(process.execPath, [`${SAMPLES}/node/chained-error.mjs`], dsn)
}

async function said(command: string, args: string[], dsn: string): Promise<Said> {
  const { SENTRY_RELEASE: _, SENTRY_ENVIRONMENT: __, ...inherited } = process.env
  const output = await run(command, args, { env: { ...inherited, WITH_MESSAGE: '1', SENTRY_DSN: dsn } })
  // Maven colours even what it does not say.
  const lines = output.split('\n').flatMap((line) => /\{.*\}/.exec(line)?.[0] ?? [])
  return Object.assign({}, ...lines.map((line) => JSON.parse(line)))
}

/** A folder of one tool, kept from run to run. */
export function workFolder(name: string): string {
  const folder = `${WORK}/${name}`
  mkdirSync(folder, { recursive: true })
  return folder
}

/** @throws with how to install it, where a program does not run */
export async function requireTool(command: string, args: string[], remedy: string): Promise<void> {
  try {
    await run(command, args)
  } catch (error) {
    throw new Error(`This test needs \`${command}\`, which does not run here (${remedy}): ${error}`)
  }
}
