import { unstable_getMiniflareWorkerOptions } from 'wrangler'

// Run as a process of its own: wrangler takes 200 MB of memory, and all that is wanted of it is what it makes of wrangler.toml.
process.stdout.write(JSON.stringify(unstable_getMiniflareWorkerOptions('wrangler.toml').workerOptions))
