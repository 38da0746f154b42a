import { unstable_getMiniflareWorkerOptions } from 'wrangler'

// What wrangler makes of a wrangler.toml, for the start to read: `local/build.ts` keeps it beside the bundle.
const [config = 'wrangler.toml'] = process.argv.slice(2)
process.stdout.write(JSON.stringify(unstable_getMiniflareWorkerOptions(config).workerOptions))
