import type { Messages } from '../en.ts'

export const session: Messages['session'] = {
  signIn: 'Se connecter',
  signInTitle: 'Se connecter à Signalbox',
  register: 'Créer un compte',
  registerTitle: 'Créer votre Signalbox',
  email: 'Adresse e-mail',
  password: 'Mot de passe',
  organization: 'Organisation',
  organizationHint: 'Votre équipe ou entreprise. Vous pourrez inviter d’autres personnes ensuite.',
  passwordHint: 'Au moins huit caractères ; quelques mots conviennent.',
  noAccount: 'Pas encore de compte ?',
  haveAccount: 'Vous avez déjà un compte ?',
  badCredentials: 'L’adresse e-mail ou le mot de passe est incorrect.',
  emailTaken: 'Cette adresse a déjà un compte. Connectez-vous.',
  invalid: 'Quelque chose ne va pas dans ce formulaire ; voyez les champs signalés.',
  tooMany: 'Trop de tentatives. Patientez quelques minutes, puis réessayez.',
  pitch: 'Toutes les erreurs de toutes vos applications, groupées, en direct, au même endroit.',
}
