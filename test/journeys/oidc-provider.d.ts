// The package brings no types; these are of what the fixture uses.
declare module 'oidc-provider' {
  import type { RequestListener } from 'node:http'
  export class Provider {
    constructor(issuer: string, configuration: Record<string, unknown>)
    callback(): RequestListener
    on(event: string, listener: (context: ProviderContext) => void): this
    Client: { find(id: string): Promise<ProviderClient | undefined> }
    Grant: { find(id: string): Promise<{ destroy(): Promise<void> } | undefined> }
  }
  export interface ProviderContext {
    oidc: {
      params: { grant_type?: string }
      entities: { Grant?: { jti: string; accountId: string }; Session?: { accountId: string } }
    }
  }
  export interface ProviderClient {
    backchannelLogout(subject: string, session: string): Promise<void>
  }
}
declare module 'oidc-provider/lib/adapters/memory_adapter.js' {
  export function createMemoryAdapter(): (model: string) => {
    upsert(id: string, payload: Record<string, unknown>, expiresIn?: number): Promise<void>
    revokeByGrantId(id: string): Promise<void>
  }
}
