import { unstable_getMiniflareWorkerOptions } from 'wrangler'

// What wrangler makes of wrangler.toml, for the start to read: `local/build.ts` keeps it beside the bundle.
process.stdout.write(JSON.stringify(unstable_getMiniflareWorkerOptions('wrangler.toml').workerOptions))
