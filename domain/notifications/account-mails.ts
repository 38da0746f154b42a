import type { Language } from '../../contract/auth.ts'

/** What an account mail is about, with what its text names; `link` is absolute. */
export type AccountMail =
  | { template: 'account.verify_email'; link: string }
  | { template: 'account.reset_password'; link: string }
  | { template: 'account.change_email'; link: string }
  | { template: 'account.password_changed' }
  | { template: 'account.email_changed' }
  | { template: 'account.address_taken' }
  | { template: 'organization.invitation'; link: string; organization: string; invitedBy: string }

/** The words of one mail, as plain text. */
export interface MailText {
  subject: string
  body: string
}

/** @returns the text of an account mail in a language. Names in it come from people and are plain text, so nothing is markup. */
export const renderAccountMail = (mail: AccountMail, language: Language): MailText => TEXTS[language](mail)

const paragraphs = (...parts: string[]): string => `${parts.join('\n\n')}\n`

const english = (mail: AccountMail): MailText => {
  switch (mail.template) {
    case 'account.verify_email':
      return {
        subject: 'Verify your email address',
        body: paragraphs(
          'Follow this link to show that this address is yours:',
          mail.link,
          'It works for a day. If you made no account, ignore this message.',
        ),
      }
    case 'account.reset_password':
      return {
        subject: 'Choose a new password',
        body: paragraphs(
          'Someone, probably you, asked for a new password. Choose it here:',
          mail.link,
          'The link works once, for an hour. If it was not you, ignore this message: nothing has changed.',
        ),
      }
    case 'account.change_email':
      return {
        subject: 'Confirm your new email address',
        body: paragraphs('Follow this link to use this address from now on:', mail.link, 'It works for a day.'),
      }
    case 'account.password_changed':
      return {
        subject: 'Your password was changed',
        body: paragraphs(
          'The password of your account was changed, and every other sign-in was ended.',
          'If it was not you, reset your password now and tell whoever runs this deployment.',
        ),
      }
    case 'account.email_changed':
      return {
        subject: 'Your email address was changed',
        body: paragraphs(
          'Your account has another email address from now on, so this one no longer signs in.',
          'If it was not you, tell whoever runs this deployment.',
        ),
      }
    case 'account.address_taken':
      return {
        subject: 'You have an account already',
        body: paragraphs(
          'Someone, maybe you, tried to use this address for an account, but it has one already.',
          'If it was you, sign in with it, or reset its password.',
        ),
      }
    case 'organization.invitation':
      return {
        subject: `${mail.invitedBy} invites you to ${mail.organization}`,
        body: paragraphs(
          `${mail.invitedBy} invites you to join ${mail.organization}:`,
          mail.link,
          'The invitation is for this address alone and works once, for a week.',
        ),
      }
  }
}

const french = (mail: AccountMail): MailText => {
  switch (mail.template) {
    case 'account.verify_email':
      return {
        subject: 'Confirmez votre adresse e-mail',
        body: paragraphs(
          'Suivez ce lien pour confirmer que cette adresse est la vôtre :',
          mail.link,
          'Il est valable un jour. Si vous n’avez pas créé de compte, ignorez ce message.',
        ),
      }
    case 'account.reset_password':
      return {
        subject: 'Choisissez un nouveau mot de passe',
        body: paragraphs(
          'Quelqu’un, sans doute vous, a demandé un nouveau mot de passe. Choisissez-le ici :',
          mail.link,
          'Le lien sert une fois, pendant une heure. Si ce n’était pas vous, ignorez ce message : rien n’a changé.',
        ),
      }
    case 'account.change_email':
      return {
        subject: 'Confirmez votre nouvelle adresse e-mail',
        body: paragraphs(
          'Suivez ce lien pour utiliser désormais cette adresse :',
          mail.link,
          'Il est valable un jour.',
        ),
      }
    case 'account.password_changed':
      return {
        subject: 'Votre mot de passe a été changé',
        body: paragraphs(
          'Le mot de passe de votre compte a été changé et toutes les autres sessions ont été fermées.',
          'Si ce n’était pas vous, réinitialisez votre mot de passe et prévenez la personne qui gère ce service.',
        ),
      }
    case 'account.email_changed':
      return {
        subject: 'Votre adresse e-mail a été changée',
        body: paragraphs(
          'Votre compte a désormais une autre adresse e-mail ; celle-ci ne permet plus de se connecter.',
          'Si ce n’était pas vous, prévenez la personne qui gère ce service.',
        ),
      }
    case 'account.address_taken':
      return {
        subject: 'Vous avez déjà un compte',
        body: paragraphs(
          'Quelqu’un, peut-être vous, a voulu utiliser cette adresse pour un compte, mais elle en a déjà un.',
          'Si c’était vous, connectez-vous avec elle ou réinitialisez son mot de passe.',
        ),
      }
    case 'organization.invitation':
      return {
        subject: `${mail.invitedBy} vous invite à rejoindre ${mail.organization}`,
        body: paragraphs(
          `${mail.invitedBy} vous invite à rejoindre ${mail.organization} :`,
          mail.link,
          'L’invitation vaut pour cette seule adresse et sert une fois, pendant une semaine.',
        ),
      }
  }
}

const TEXTS: Record<Language, (mail: AccountMail) => MailText> = { en: english, fr: french }
