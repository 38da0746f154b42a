export interface Preset {
  name: 'keycloak' | 'auth0' | 'entra' | 'google' | 'other'
  issuer: string
  roleClaim: string
  scopes: string
}

/** What each provider needs; the issuers are examples to be filled in. */
export const PRESETS: readonly Preset[] = [
  {
    name: 'keycloak',
    issuer: 'https://id.example/realms/{realm}',
    roleClaim: 'realm_access.roles',
    scopes: 'openid profile email offline_access',
  },
  {
    name: 'auth0',
    issuer: 'https://{tenant}.eu.auth0.com/',
    roleClaim: 'roles',
    scopes: 'openid profile email offline_access',
  },
  {
    name: 'entra',
    issuer: 'https://login.microsoftonline.com/{tenant}/v2.0',
    roleClaim: 'roles',
    scopes: 'openid profile email offline_access',
  },
  { name: 'google', issuer: 'https://accounts.google.com', roleClaim: 'hd', scopes: 'openid profile email' },
  {
    name: 'other',
    issuer: 'https://id.example',
    roleClaim: 'groups',
    scopes: 'openid profile email offline_access',
  },
]
