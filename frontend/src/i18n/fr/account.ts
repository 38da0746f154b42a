import type { Messages } from '../en.ts'

export const account: Messages['account'] = {
  settings: 'Réglages',
  groups: { account: 'Votre compte', organization: 'Organisation', deployment: 'Déploiement', monitoring: 'Suivi' },
  pages: {
    profile: 'Profil',
    security: 'Sécurité',
    general: 'Général',
    members: 'Membres',
    apiKeys: 'Clés d’API',
    singleSignOn: 'Authentification unique',
    users: 'Utilisateurs',
    deliveries: 'Envois',
  },
}
