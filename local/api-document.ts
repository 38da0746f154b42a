import { spawnSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { api } from '../workers/core/api/app.ts'
import { openApiDocument } from '../workers/core/api/document.ts'

// Writes the types the dashboard reads from the document that the API serves, so that neither can drift from the other.
const document = join(mkdtempSync(join(tmpdir(), 'signalbox-')), 'openapi.json')
writeFileSync(document, JSON.stringify(openApiDocument(api)))
const { status } = spawnSync('openapi-typescript', [document, '-o', 'frontend/src/api/schema.gen.ts'], {
  stdio: 'inherit',
})
process.exit(status ?? 1)
