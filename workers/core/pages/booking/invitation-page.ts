import { html } from 'hono/html'
import { invitationResponse, type PlacedInvitation } from '../../../../contract/invitations.ts'
import type { Refusal } from '../../../../contract/room.ts'
import { whyNotAnswerable } from '../../../../domain/booking/invitation.ts'
import { readInvitationToken } from '../../../../platform/invitation-links.ts'
import { linkKeys } from '../../../../platform/link-tokens.ts'
import { bookingLink } from '../../api/booking-answer.ts'
import { askRoom } from '../../api/invitation-answer.ts'
import { invitationSubject } from '../../api/invitation-calendar.ts'
import type { ApiContext } from '../../api/route.ts'
import { calendarAnswer } from './calendar-page.ts'
import type { Complaint } from './event-page.ts'
import { type Form, textOf } from './hold-wish.ts'
import { answerForms } from './invitation-forms.ts'
import { type InvitationWords, invitationWords } from './invitation-words.ts'
import { messagePage } from './message-page.ts'
import { placeNamer } from './place-name.ts'
import { type Html, NOTHING } from './reader.ts'
import { notice, paragraphs, shell } from './shell.ts'
import { mapOf, type Visit, visitThing } from './visit.ts'

/** An invitation to who has its link. */
export interface SeenInvitation extends PlacedInvitation {
  visit: Visit
  words: InvitationWords
  /** Address of the page, whose forms post to it. */
  path: string
}

const visitToken = async (c: ApiContext, token: string): Promise<Visit | { refused: Response }> => {
  const id = readInvitationToken(await linkKeys(c.env.KEY_RING), token)
  if (id === null) return { refused: await messagePage(c, 'notFound') }
  const visit = await visitThing(c, id)
  if ('refused' in visit) return { refused: await visit.refused }
  return { ...visit, asker: { ...visit.asker, links: [...visit.asker.links, id] } }
}

const seen = async (c: ApiContext, token: string): Promise<SeenInvitation | { refused: Response }> => {
  const visit = await visitToken(c, token)
  if ('refused' in visit) return visit
  const [id = ''] = token.split('.')
  const found = await askRoom(c, { ...visit, id, eventId: visit.event.id }, { do: 'look' })
  if (!found.ok) return { refused: await messagePage(c, 'notFound') }
  return { ...found.value, visit, words: invitationWords(visit.reader.language), path: `/invitations/${token}` }
}

/** What somebody is invited to, what they said, and the form to say it; without a sign-in. */
export const invitationPage = async (c: ApiContext, token: string) => {
  const found = await seen(c, token)
  return 'refused' in found ? found.refused : show(c, found, null)
}

/** Takes the answer of a form. */
export const answerInvitation = async (c: ApiContext, token: string) => {
  const found = await seen(c, token)
  if ('refused' in found) return found.refused
  const { visit, invitation: one, words, path } = found
  const wish = invitationResponse.safeParse(wishOf(await c.req.parseBody({ all: true }), visit))
  if (!wish.success) return show(c, found, { title: words.refused, hint: '' }, 422)
  const asked = { ...visit, id: one.id, eventId: visit.event.id }
  const answered = await askRoom(c, asked, { do: 'respond', wish: wish.data })
  if (answered.ok) return c.redirect(path, 303)
  const again = await seen(c, token)
  return 'refused' in again ? again.refused : show(c, again, complaintOf(words, answered.error), 409)
}

/** The file that puts an invitation into a calendar. */
export const invitationCalendar = async (c: ApiContext, token: string) => {
  const found = await seen(c, token)
  if ('refused' in found) return found.refused
  const { visit, invitation: one } = found
  return calendarAnswer(c, visit.event, await invitationSubject(c, one, visit.event))
}

const wishOf = (form: Form, { reader }: Visit) => {
  const plusOnes = Number(textOf(form, 'plusOnes') || '0')
  const names = textOf(form, 'names')
    .split(/\r\n|\r|\n/)
    .map((name) => name.trim().slice(0, 200))
    .filter((name) => name !== '')
  const fullName = textOf(form, 'fullName').trim().slice(0, 200)
  const said = { answer: textOf(form, 'answer'), plusOnes, names: names.slice(0, plusOnes) }
  return { ...said, contact: { language: reader.language, ...(fullName === '' ? {} : { fullName }) } }
}

const complaintOf = (words: InvitationWords, { reason, most }: Refusal): Complaint => {
  switch (reason) {
    case 'capacity':
      return most === undefined
        ? { title: words.full, hint: words.fullHint }
        : { title: words.onlyFor(most), hint: words.onlyForHint }
    case 'limit':
      return { title: words.tooMany, hint: words.onlyForHint }
    case 'expired':
    case 'closed':
      return { title: words.over, hint: words.overHint }
    case 'not_changeable':
      return { title: words.passedOn, hint: words.passedOnHint }
    default:
      return { title: words.refused, hint: '' }
  }
}

const show = async (
  c: ApiContext,
  found: SeenInvitation,
  complaint: Complaint | null,
  status: 200 | 409 | 422 = 200,
) => {
  const { visit, invitation: one, words, path } = found
  const { reader, event } = visit
  const { format } = reader
  const why = whyNotAnswerable(event, one, { asker: { organiser: false }, now: reader.now })
  const title = one.name === null ? words.title : words.dear(one.name)
  const where = [event.place, event.settings.address, event.city].filter((part) => part !== null).join(', ')
  const body = html`${complaint === null ? NOTHING : notice({ ...complaint, kind: 'bad' })}
<h1>${title}</h1>
<p class="title"><a href="/events/${event.id}">${event.name}</a></p>
<dl class="facts"><div><dt>${reader.words.event.when}</dt><dd>${format.range(event.startsAt, event.endsAt, event.timeZone)}</dd></div>
${where === '' ? NOTHING : html`<div><dt>${reader.words.event.where}</dt><dd>${where}</dd></div>`}</dl>
${one.message === null ? NOTHING : html`<blockquote>${paragraphs(one.message)}</blockquote>`}
${await standing(c, found, why)}
${why === null ? answerForms(found) : NOTHING}
<p class="actions"><a class="button" href="${path}/calendar.ics">${words.calendar}</a></p>`
  c.header('Cache-Control', 'no-store')
  return c.html(shell(reader, { title: `${title} · ${event.name}`, personal: true }, body), status)
}

/** How it stands: what they said and have, or why nothing can be said any more. */
const standing = async (c: ApiContext, found: SeenInvitation, why: Refusal | null): Promise<Html> => {
  const { invitation: one, words, position, visit } = found
  if (visit.event.status === 'CANCELLED' || one.cancelledBy === 'event')
    return notice({ title: words.eventCancelled, kind: 'bad' })
  if (one.cancelledBy !== null)
    return notice({ title: words.takenBack, hint: one.cancellationReason ?? words.takenBackHint, kind: 'bad' })
  switch (one.status) {
    case 'CONFIRMED':
      return has(c, found)
    case 'WAITLIST':
      return notice({ title: words.waiting, hint: words.waitingHint(position) })
    case 'CANCELLED':
      return notice({ title: words.notComing, hint: why === null ? words.notComingHint : undefined })
    case 'PENDING':
      return why === null ? asked(c, found) : notice({ title: words.over, hint: words.overHint, kind: 'bad' })
  }
}

const has = async (c: ApiContext, { booking, words, visit }: SeenInvitation): Promise<Html> => {
  if (booking === null) return notice({ title: words.coming, kind: 'good' })
  const places = booking.tickets.filter(({ status }) => status !== 'CANCELLED')
  const nameOf = placeNamer(visit.reader.words, await mapOf(c.env, visit.event))
  const mine = (booking.linkGeneration ?? 1) === 1
  const list = html`<ul>${places.map((ticket) => html`<li>${[nameOf(ticket), ticket.attendee?.fullName ?? ''].filter((part) => part !== '').join(' · ')}</li>`)}</ul>`
  const link = mine
    ? html`<p><a class="button primary" href="${await bookingLink(c, booking)}">${words.tickets}</a></p>`
    : NOTHING
  const hint = mine ? words.comingHint(places.length) : words.passedOnHint
  return notice(
    { title: mine ? words.coming : words.passedOn, hint, kind: 'good' },
    mine ? html`${list}${link}` : NOTHING,
  )
}

const asked = async (c: ApiContext, { invitation: one, words, visit }: SeenInvitation): Promise<Html> => {
  const { reader, event } = visit
  const nameOf = placeNamer(reader.words, one.seat === null ? null : await mapOf(c.env, event))
  const lines = [
    ...(one.seat === null ? [] : [words.kept(nameOf({ seat: one.seat, area: null }))]),
    ...(one.mostPlusOnes === 0 ? [] : [words.mayBring(one.mostPlusOnes)]),
    words.free,
    ...(one.expiresAt === null ? [] : [words.until(reader.format.moment(one.expiresAt, event.timeZone))]),
  ]
  return html`<ul class="plain">${lines.map((line) => html`<li>${line}</li>`)}</ul>`
}
