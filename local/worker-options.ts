import { writeFileSync } from 'node:fs'
import { unstable_getMiniflareWorkerOptions, unstable_readConfig } from 'wrangler'

// What wrangler makes of a wrangler.toml, for the start to read: `local/build.ts` keeps it beside the bundle. Of variables
// only those of the file itself: wrangler adds what `.dev.vars` holds, and secrets do not belong into what is built. To a
// file, because wrangler says on stdout that it has found them.
const [config = 'wrangler.toml', output = 'dist/core/options.json'] = process.argv.slice(2)
const { workerOptions } = unstable_getMiniflareWorkerOptions(config)
writeFileSync(output, JSON.stringify({ ...workerOptions, bindings: unstable_readConfig({ config }).vars }))
