export const account = {
  settings: 'Settings',
  groups: { account: 'Your account', organization: 'Organisation', deployment: 'Deployment', monitoring: 'Monitoring' },
  pages: {
    profile: 'Profile',
    security: 'Security',
    general: 'General',
    members: 'Members',
    apiKeys: 'API keys',
    singleSignOn: 'Single sign-on',
    users: 'Users',
    deliveries: 'Deliveries',
  },
}
