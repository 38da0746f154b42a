import type { WakeUp } from '../../contract/domain-events.ts'

export { Lane } from './lane.ts'

/** The lane of the one destination that the variables name. */
const LANE = 'main'

const wake = ({ LANE: lanes }: BridgeEnv) => lanes.get(lanes.idFromName(LANE)).wake()

export default {
  async queue(batch, env) {
    await wake(env)
    batch.ackAll()
  },
  async scheduled(_, env) {
    await wake(env)
  },
} satisfies ExportedHandler<BridgeEnv, WakeUp>
