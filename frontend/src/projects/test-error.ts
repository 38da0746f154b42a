import { offline, problemOf } from '../api/problem.ts'
import { dsnParts } from './snippets.ts'

/** Sends one error as an SDK would: to the project of a DSN, with its key, on the origin this page came from. */
export async function sendTestError(dsn: string): Promise<void> {
  const { publicKey, project } = dsnParts(dsn)
  const event = {
    message: 'Test error sent from Signalbox',
    level: 'error',
    platform: 'javascript',
    logger: 'signalbox',
  }
  const response = await fetch(`/api/${project}/store/?sentry_version=7&sentry_key=${publicKey}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(event),
    credentials: 'omit',
  }).catch(() => {
    throw offline()
  })
  if (!response.ok) throw await problemOf(response)
}
