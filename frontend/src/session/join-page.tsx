import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import { acceptInvitation, declineInvitation, invitationQuery, sessionQuery } from '../api/session.ts'
import type { InvitationOffer, Me } from '../api/shapes.ts'
import { Button, buttonStyle } from '../components/button.tsx'
import { refusalOf } from '../components/complaint.ts'
import { FormAlert } from '../components/form-alert.tsx'
import { useMessages } from '../i18n/language.tsx'
import { Done } from './done.tsx'
import { enterOrganization } from './enter-organization.ts'
import { Entry } from './entry.tsx'
import { forgetInvitation, keepInvitation, keptInvitation } from './invitation.ts'
import { useLinkToken } from './link-token.ts'
import { InvitationBroken, isGone, OfferLoading } from './offer.tsx'
import { useSignOut } from './use-sign-out.ts'

export function JoinPage() {
  const followed = useLinkToken()
  const token = followed ?? keptInvitation()
  useEffect(() => {
    if (followed !== undefined) keepInvitation(followed)
  }, [followed])
  return token === undefined ? <InvitationBroken error={null} /> : <Invitation token={token} />
}

function Invitation({ token }: { token: string }) {
  const { session, shell } = useMessages()
  const offer = useQuery(invitationQuery(token))
  const me = useQuery({ ...sessionQuery, retry: false })
  const decline = useMutation({ mutationFn: () => declineInvitation(token), onSuccess: forgetInvitation })
  const gone = isGone(offer.error)
  useEffect(() => {
    if (gone) forgetInvitation()
  }, [gone])
  if (decline.isSuccess)
    return (
      <Done title={session.join.declinedTitle} text={session.join.declined}>
        <Link to="/issues" search={{}} className={buttonStyle({ size: 'large' })}>
          {session.link.goOn}
        </Link>
      </Done>
    )
  if (offer.error !== null) return <InvitationBroken error={offer.error} />
  if (offer.data === undefined || me.isPending) return <OfferLoading />
  const { organization, invitedBy, role, email } = offer.data
  const refusal = refusalOf(decline.error, [], shell.refused)
  return (
    <Entry title={session.join.title(organization)} text={session.join.text(invitedBy, session.join.roles[role])}>
      <p className="text-center">
        <span className="text-muted">{session.join.for}</span>
        <br />
        <strong className="font-medium wrap-anywhere">{email}</strong>
      </p>
      {refusal !== undefined && <FormAlert>{refusal}</FormAlert>}
      <Answer token={token} offer={offer.data} me={me.data} />
      <Button look="quiet" size="large" disabled={decline.isPending} onClick={() => decline.mutate()}>
        {session.join.decline}
      </Button>
    </Entry>
  )
}

function Answer(props: { token: string; offer: InvitationOffer; me: Me | undefined }) {
  const { me, offer, token } = props
  if (me === undefined) return <SignInFirst token={token} />
  if (me.user.email !== offer.email) return <OtherAccount me={me} offer={offer} />
  return <Accept token={token} />
}

function SignInFirst({ token }: { token: string }) {
  const { session } = useMessages()
  return (
    <>
      <p className="text-balance text-center text-muted">{session.join.signInFirst}</p>
      <Link to="/login" search={{ next: '/join' }} className={buttonStyle({ look: 'primary', size: 'large' })}>
        {session.signIn}
      </Link>
      <Link
        to="/register"
        search={{}}
        hash={`invitation=${encodeURIComponent(token)}`}
        className={buttonStyle({ size: 'large' })}
      >
        {session.register}
      </Link>
    </>
  )
}

function OtherAccount({ me, offer }: { me: Me; offer: InvitationOffer }) {
  const { session } = useMessages()
  const leave = useSignOut()
  return (
    <>
      <p className="rounded-md bg-warning-soft px-3 py-2 text-warning wrap-anywhere">
        {session.join.asOther(me.user.email, offer.email)}
      </p>
      <Button look="primary" size="large" disabled={leave.isPending} onClick={() => leave.mutate()}>
        {session.join.switch}
      </Button>
    </>
  )
}

function Accept({ token }: { token: string }) {
  const { session, shell } = useMessages()
  const accept = useMutation({
    mutationFn: () => acceptInvitation(token),
    onSuccess: ({ id }) => {
      forgetInvitation()
      return enterOrganization(id)
    },
  })
  const refusal = refusalOf(accept.error, [], shell.refused)
  return (
    <>
      {refusal !== undefined && <FormAlert>{refusal}</FormAlert>}
      <Button look="primary" size="large" disabled={!accept.isIdle && !accept.isError} onClick={() => accept.mutate()}>
        {session.join.accept}
      </Button>
    </>
  )
}
