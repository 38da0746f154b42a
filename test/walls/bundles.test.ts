import { globSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'

/** KiB after gzip, with room to grow of about a quarter. */
const INGEST_KIB = 40
const CORE_KIB = 600
const BRIDGE_KIB = 230

/** KiB after gzip: what a browser must have before the dashboard stands, any page on top of it, what pages share, the style of all. */
const SHELL_KIB = 170
/** The page of a booking has six forms, and names every seat. */
const PAGE_KIB = 26
const SHARED_KIB = 38
const STYLE_KIB = 20

/** KiB after gzip: what a public page brings besides itself. */
const PICKER_KIB = 20
const PUBLIC_STYLE_KIB = 8

const ASSETS = 'frontend/dist/assets'

const bundle = (name: string) => readFileSync(`dist/${name}/index.js`, 'utf8')
const kib = (text: string) => gzipSync(text).byteLength / 1024
const asset = (name: string) => readFileSync(`${ASSETS}/${name}`, 'utf8')
const sizeOf = (names: Iterable<string>) => [...names].reduce((sum, name) => sum + kib(asset(name)), 0)

/** Chunks that a chunk needs before it runs, by name; those it may ask for later are left out. */
const needs = (name: string): string[] =>
  [...asset(name).matchAll(/(?:import|from)\s*["']\.\/([\w.-]+\.js)["']/g)].map(([, needed = '']) => needed)

function withNeeds(names: Iterable<string>): Set<string> {
  const all = new Set<string>()
  const visit = (name: string) => {
    if (all.has(name)) return
    all.add(name)
    needs(name).forEach(visit)
  }
  for (const name of names) visit(name)
  return all
}

describe('bundles', () => {
  it('ingest stays small enough to start at once', () => {
    expect(kib(bundle('ingest'))).toBeLessThan(INGEST_KIB)
  })

  it('ingest carries no database, no validator, no router and no secret of the API', () => {
    for (const foreign of ['drizzle', 'ZodError', 'Hono', 'SELECT ', 'INSERT ', 'scrypt', 'refresh_tokens']) {
      expect(bundle('ingest')).not.toContain(foreign)
    }
  })

  it('core stays within its size', () => {
    expect(kib(bundle('core'))).toBeLessThan(CORE_KIB)
  })

  it('Kafka is in the bridge, and nowhere else', () => {
    expect(bundle('kafka-bridge')).toContain('KafkaJSProtocolError')
    for (const name of ['core', 'ingest']) expect(bundle(name)).not.toContain('KafkaJS')
  })

  it('the bridge stays within its size, and carries no API and none of its secrets', () => {
    expect(kib(bundle('kafka-bridge'))).toBeLessThan(BRIDGE_KIB)
    for (const foreign of ['Hono', 'scrypt', 'refresh_tokens']) expect(bundle('kafka-bridge')).not.toContain(foreign)
  })
})

describe('the dashboard', () => {
  const chunks = globSync('*.js', { cwd: ASSETS })
  const [, entry = ''] =
    /<script type="module"[^>]* src="\/assets\/([^"]+)"/.exec(readFileSync('frontend/dist/index.html', 'utf8')) ?? []
  const language = (code: string) => chunks.filter((name) => new RegExp(`^${code}-[\\w-]{8}\\.js$`).test(name))
  const shell = (code: string) => withNeeds([entry, ...language(code)])

  it.each(['en', 'fr'])('stands with little, with its words (%s)', (code) => {
    expect(language(code)).toHaveLength(1)
    expect(sizeOf(shell(code))).toBeLessThan(SHELL_KIB)
  })

  it('adds little for any one page', () => {
    const there = new Set([...shell('en'), ...language('fr')])
    const pages = chunks.filter((name) => !there.has(name))
    expect(pages.filter((name) => /-pages?-/.test(name)).length).toBeGreaterThan(10)
    const heavy = pages
      .map((name) => ({ name, kib: sizeOf([...withNeeds([name])].filter((needed) => !there.has(needed))) }))
      .filter(({ name, kib }) => kib > (/-pages?-/.test(name) ? PAGE_KIB : SHARED_KIB))
    expect(heavy).toEqual([])
  })

  it('is styled by little', () => {
    expect(sizeOf(globSync('*.css', { cwd: ASSETS }))).toBeLessThan(STYLE_KIB)
  })
})

describe('the public pages', () => {
  const file = (name: string) => readFileSync(`frontend/dist/public/${name}`, 'utf8')

  it('bring little, and nothing of the dashboard', () => {
    expect(kib(file('booking.js'))).toBeLessThan(PICKER_KIB)
    expect(file('booking.js')).not.toMatch(/\bimport\s*[("'{]|from\s*["']/)
    expect(kib(file('booking.css'))).toBeLessThan(PUBLIC_STYLE_KIB)
  })
})
