import { spawnSync } from 'node:child_process'
import { unstable_readConfig } from 'wrangler'

// The last step of `npm run deploy`: the Kafka bridge, where its wrangler.toml says where to.
const config = 'workers/kafka-bridge/wrangler.toml'
const { vars } = unstable_readConfig({ config })

if (vars.KAFKA_BROKERS || vars.KAFKA_REST_URL) {
  const { status } = spawnSync(process.execPath, ['node_modules/.bin/wrangler', 'deploy', '-c', config], {
    stdio: 'inherit',
  })
  process.exitCode = status ?? 1
} else console.log(`No Kafka is named in ${config}: the bridge is not deployed.`)
