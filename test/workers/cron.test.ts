import { env } from 'cloudflare:workers'
import { expect, it } from 'vitest'
import { everyMinute } from '../../workers/core/cron.ts'
import { migrated } from './migrated.ts'
import { emptyLog, LATER, logRows, sealedRows } from './sealed-log.ts'

it('an object that does not answer keeps the log from being sealed no more than anything else', async () => {
  await migrated()
  await emptyLog()
  await logRows([{}, {}])
  const { SPOOL } = env as Env
  const away = new Proxy(SPOOL, {
    get: (spool, name) => {
      if (name === 'get') throw new Error('away')
      const member: unknown = Reflect.get(spool, name)
      return typeof member === 'function' ? member.bind(spool) : member
    },
  })
  await expect(everyMinute({ ...(env as Env), SPOOL: away }, LATER)).rejects.toThrow('away')
  expect(await sealedRows('o1')).toMatchObject([{ entries: 2 }])
})
