import type { Delivery } from '../../contract/deliveries.ts'
import type { Page } from '../../contract/page.ts'
import { DEMO } from '../../local/seed.ts'
import { send, until } from '../journeys/client.ts'

/** Reads what the deployment sends to accounts as its first user does, who is its ADMIN: without a mail server. */
export async function openMailbox(origin: string) {
  const { accessToken: token } = await send<{ accessToken: string }>(origin, 'auth/login', {
    body: { email: DEMO.email, password: DEMO.password },
  })
  const deliveries = async () => (await send<Page<Delivery>>(origin, 'deliveries?scope=deployment', { token })).data
  return {
    /** The link in the newest mail of this kind to this address. */
    async link(template: string, target: string): Promise<string> {
      const mail = await until(`a mail ${template}`, async () =>
        (await deliveries()).find((sent) => sent.template === template && sent.target === target),
      )
      const { body } = await send<{ body: string }>(origin, `deliveries/${mail.id}`, { token })
      const [link] = /http\S+#token=\S+/.exec(body) ?? []
      if (link === undefined) throw new Error(`No link in the mail ${template}`)
      return link
    },
  }
}
