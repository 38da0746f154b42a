import { html } from 'hono/html'
import type { Refusal } from '../../../../contract/room.ts'
import { type NewEntry, newEntry } from '../../../../contract/waitlist.ts'
import { eventRoom } from '../../../../platform/rooms.ts'
import { rememberGuest } from '../../api/asker.ts'
import { joinedAs } from '../../api/entry-answer.ts'
import type { ApiContext } from '../../api/route.ts'
import type { Complaint } from './event-page.ts'
import { formRetry } from './form-retry.ts'
import { type Form, textOf } from './hold-wish.ts'
import { isJoinable, type JoinFaults, joinForm, mostWanted } from './join-form.ts'
import { NOTHING, type Reader } from './reader.ts'
import { complaintOf } from './refusal.ts'
import { notice, shell } from './shell.ts'
import { stockOf } from './stock.ts'
import { mapOf, type Visit, visitPage } from './visit.ts'
import { waitWords } from './wait-words.ts'

interface Attempt {
  filled: Form
  faults: JoinFaults
  complaint: Complaint | null
}

/** Where one joins the waitlist, also while places are free that are not those one wants. */
export const joinPage = async (c: ApiContext, id: string) => {
  const visit = await visitPage(c, id)
  if ('refused' in visit) return visit.refused
  const joinable = isJoinable(visit, await stockOf(c, visit))
  return joinable ? showJoin(c, visit) : c.redirect(`/events/${visit.event.id}`, 303)
}

/** Puts who asks on the waitlist, and leads to where they stand; or shows the form again with why not. */
export const joinWaitlist = async (c: ApiContext, id: string) => {
  const visit = await visitPage(c, id)
  if ('refused' in visit) return visit.refused
  const filled = await c.req.parseBody({ all: true })
  const read = entryIn(visit, filled)
  if ('faults' in read) return showJoin(c, visit, { filled, faults: read.faults, complaint: null })
  const retry = formRetry(c, visit, { form: filled, wish: read.wish })
  const joined = await eventRoom(c.env.EVENT_ROOM, visit.event.id).join(read.wish, visit.asker, retry)
  const refused = (complaint: Complaint) => showJoin(c, visit, { filled, faults: {}, complaint })
  if (!joined.ok) return refused(whyNot(visit.reader, joined.error))
  const { owner } = joined.value
  // Whoever waits with this address got a link by mail; who else knows it is told no more than that.
  if (!joinedAs(visit, joined).includes(owner)) return refused(visit.reader.words.wait.already)
  await rememberGuest(c, owner)
  return c.redirect(`/events/${visit.event.id}/waitlist/${joined.value.id}`, 303)
}

const whyNot = (reader: Reader, { reason }: Refusal): Complaint => {
  const [title = '', hint = ''] = waitWords(reader.language).never
  return reason === 'capacity' ? { title, hint } : complaintOf(reader, reason)
}

const entryIn = (visit: Visit, form: Form): { wish: NewEntry } | { faults: JoinFaults } => {
  const { language } = visit.reader
  const read = newEntry.safeParse({
    quantity: Number(textOf(form, 'quantity')),
    accessible: Number(textOf(form, 'accessible') || '0'),
    email: textOf(form, 'email'),
    name: textOf(form, 'name') || undefined,
    ticketTypeId: textOf(form, 'ticketType') || null,
    allowPartial: textOf(form, 'allowPartial') !== '',
    language,
  })
  return read.success
    ? { wish: read.data }
    : { faults: faultsOf(visit, new Set(read.error.issues.map(({ path }) => path[0]))) }
}

const faultsOf = ({ reader, event }: Visit, wrong: ReadonlySet<unknown>): JoinFaults => {
  const words = waitWords(reader.language)
  return {
    ...(wrong.has('quantity') ? { quantity: words.numberWrong(mostWanted({ event })) } : {}),
    ...(wrong.has('accessible') ? { accessible: words.accessibleWrong } : {}),
    ...(wrong.has('email') ? { email: reader.words.hold.emailWrong } : {}),
  }
}

const showJoin = async (c: ApiContext, visit: Visit, attempt: Attempt | null = null) => {
  const { event, reader } = visit
  const { words } = reader
  const joining = { visit, map: await mapOf(c.env, event) }
  const body = html`<p class="crumb"><a href="/events/${event.id}">${words.choose.back}</a></p>
<h1>${event.name}</h1><p class="hint">${reader.format.moment(event.startsAt, event.timeZone)}</p>
${attempt === null ? NOTHING : saidOf(reader, attempt)}
<div class="checkout">${joinForm(joining, attempt ?? undefined)}</div>`
  c.header('Cache-Control', 'no-store')
  const page = { title: `${words.wait.title} · ${event.name}`, personal: true }
  const status = attempt === null ? 200 : attempt.complaint === null ? 422 : 409
  return c.html(shell({ ...reader, path: `/events/${event.id}/waitlist` }, page, body), status)
}

const saidOf = ({ words }: Reader, { faults, complaint }: Attempt) => {
  const list = html`<ul>${Object.entries(faults).map(([field, text]) => html`<li><a href="#${field}">${text}</a></li>`)}</ul>`
  return complaint === null
    ? notice({ title: words.hold.mistakes, kind: 'bad' }, list)
    : notice({ ...complaint, kind: 'bad' })
}
