import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'

it('keeps no secret of `.dev.vars` beside a bundle', { timeout: 30_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'options-'))
  try {
    const config = join(folder, 'wrangler.toml')
    writeFileSync(config, 'name = "w"\nmain = "w.js"\ncompatibility_date = "2026-10-01"\n[vars]\nPLACE = "here"\n')
    writeFileSync(join(folder, 'w.js'), 'export default {}')
    writeFileSync(join(folder, '.dev.vars'), 'KAFKA_PASSWORD=hunter2\nPLACE=hunter3\n')
    const output = join(folder, 'options.json')
    execFileSync(process.execPath, ['local/worker-options.ts', config, output])
    const options = readFileSync(output, 'utf8')
    expect(JSON.parse(options).bindings).toEqual({ PLACE: 'here' })
    expect(options).not.toContain('hunter')
  } finally {
    rmSync(folder, { recursive: true })
  }
})
