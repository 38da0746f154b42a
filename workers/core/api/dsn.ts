/** @returns the DSN of a key on the host that was asked (https://develop.sentry.dev/sdk/foundations/transport/authentication/). */
export const dsnOf = (requestUrl: string, publicKey: string, projectId: number): string => {
  const { protocol, host } = new URL(requestUrl)
  return `${protocol}//${publicKey}@${host}/${projectId}`
}
