import type { BookingChange, Confirmation, TransferWish } from '../../contract/booking-changes.ts'
import type { Cancellation, NewBooking } from '../../contract/bookings.ts'
import type { CheckinNumbers } from '../../contract/check-ins.ts'
import type { NewHold } from '../../contract/holds.ts'
import type { Invitation, InvitationAsk, PlacedInvitation } from '../../contract/invitations.ts'
import type { InvitationOrder, Invited } from '../../contract/invitees.ts'
import type { Layout } from '../../contract/layout.ts'
import type { Asker, Booking, Configuration, Hold, Refusal, Retry, RoomAnswer } from '../../contract/room.ts'
import type { Entry, EntryAsk, NewEntry, OfferTaken, PlacedEntry } from '../../contract/waitlist.ts'
import { block, unblock } from '../../domain/booking/block.ts'
import { book, cancel, confirm } from '../../domain/booking/booking.ts'
import { decideChange } from '../../domain/booking/booking-change.ts'
import type { CheckinList } from '../../domain/booking/check-in.ts'
import { type Decided, extendHold, holdsOf, placeHold, releaseHold, seeHold } from '../../domain/booking/hold.ts'
import { invite } from '../../domain/booking/invite.ts'
import { lostPlaces, lostTypes } from '../../domain/booking/lost-places.ts'
import { type CodeAsk, type Opened, openCode } from '../../domain/booking/opened.ts'
import { mayUse, withUser } from '../../domain/booking/owners.ts'
import type { Block, Moment, Room } from '../../domain/booking/room.ts'
import { transfer } from '../../domain/booking/transfer.ts'
import { join } from '../../domain/booking/waitlist-join.ts'
import { failed, ok, type Result } from '../../domain/result.ts'
import { askList, type ListAsk, type Listing, listedBookings, numbersOf, readLists } from './checkin-lists.ts'
import {
  type RecordedScan,
  recordedScans,
  recordScans,
  type ScanAnswer,
  type ScanAsk,
  type ScansAsked,
} from './gate.ts'
import { invitationsAfter } from './invitation-rows.ts'
import { askInvitation, invitationShown } from './invitations.ts'
import { bookingsAfter, entriesAfter, readBooking } from './rows.ts'
import type { Decide } from './steps.ts'
import { type Soon, togetherIn } from './together.ts'
import { askEntry, askOffer, entryShown, positionsIn } from './waitlist.ts'
import { WatchedRoom } from './watched-room.ts'

/**
 * The truth about the places of one event, named by its id: who holds them, who booked them, and in which order it came
 * to that. Every method is one step without an await, so that no two ever decide at once; the clock is heard first.
 */
export class EventRoom extends WatchedRoom {
  readonly #sql = this.ctx.storage.sql
  readonly #together = togetherIn()

  get #room(): Room | null {
    return this.steps.room()
  }

  /** Takes what the catalogue says of the event. What is older than it knows, it leaves. */
  configure(configuration: Configuration): { version: number } | { needs: 'layout' } | Refusal {
    return this.steps.configure(configuration)
  }

  /** @returns seats and areas in which somebody has places, and which another layout (null for none) would not have */
  wouldLose(layout: Layout | null): string[] {
    this.steps.hearClock()
    return this.#room === null ? [] : lostPlaces(this.#room, layout)
  }

  /** @returns the names of ticket types with which somebody has places, and that are not among these ids */
  wouldLoseTypes(ids: string[]): string[] {
    this.steps.hearClock()
    return this.#room === null ? [] : lostTypes(this.#room, ids).map(({ name }) => name)
  }

  /** Sets places aside, all or none. */
  hold(wish: NewHold, asker: Asker, retry: Retry | null): Soon<RoomAnswer<Hold>> {
    return this.#together(() => this.steps.do(asker, retry, (room, moment) => placeHold(room, { wish, asker }, moment)))
  }

  /** Gives the buyer of a hold more time. */
  extend(id: string, asker: Asker): RoomAnswer<Hold> {
    return this.steps.do(asker, null, (room, moment) => extendHold(room, { id, asker }, moment))
  }

  /** Gives the places of a hold back. */
  release(id: string, asker: Asker): RoomAnswer<null> {
    return this.steps.do(asker, null, (room) => releaseHold(room, { id, asker }))
  }

  /** @returns a hold to who has it. */
  held(id: string, asker: Asker): RoomAnswer<Hold> {
    return this.steps.do(asker, null, (room) => seeHold(room, { id, asker }))
  }

  /** @returns what somebody holds and did not book yet. */
  holdsOf(asker: Asker): RoomAnswer<Hold[]> {
    return this.steps.do(asker, null, (room) => ok({ value: holdsOf(room, asker), changes: [] }))
  }

  /** @returns what a code opens to who types it */
  opened(ask: CodeAsk, asker: Asker): RoomAnswer<Opened> {
    return this.steps.do(asker, null, (room, moment) => openCode(room, { ask, asker }, moment))
  }

  /** Makes a booking of a hold. */
  book(
    wish: Pick<NewBooking, 'holdId' | 'contact' | 'positions'>,
    asker: Asker,
    retry: Retry | null,
  ): Soon<RoomAnswer<Booking>> {
    return this.#together(() => this.steps.do(asker, retry, (room, moment) => book(room, { wish, asker }, moment)))
  }

  /** Makes a booking stand. */
  confirm(id: string, asker: Asker, wish: Confirmation = {}): Soon<RoomAnswer<Booking>> {
    return this.#together(() =>
      this.#withBooking(id, asker, (room, booking, moment) => confirm(room, { booking, asker, wish }, moment)),
    )
  }

  /** Gives a booking other seats, other tickets, or other words on who comes. */
  change(id: string, change: BookingChange, asker: Asker, retry: Retry | null = null): RoomAnswer<Booking> {
    const decide = (room: Room, booking: Booking, moment: Moment) =>
      decideChange(room, { booking, change, asker }, moment)
    return this.#withBooking(id, asker, decide, retry)
  }

  /** Passes a booking, or a ticket of it, on to somebody else. @returns the booking that they have then */
  transfer(id: string, wish: TransferWish, asker: Asker, retry: Retry | null): RoomAnswer<Booking> {
    const decide = (room: Room, booking: Booking, moment: Moment) => transfer(room, { booking, wish, asker }, moment)
    return this.#withBooking(id, asker, decide, retry)
  }

  /** Gives up a booking, or some of its tickets. */
  cancel(id: string, wish: Cancellation, asker: Asker): Soon<RoomAnswer<Booking>> {
    return this.#together(() =>
      this.#withBooking(id, asker, (room, booking, moment) => cancel(room, { booking, asker, wish }, moment)),
    )
  }

  /** @returns a booking to those it belongs to, and to organisers. */
  booking(id: string, asker: Asker): RoomAnswer<Booking> {
    return this.#withBooking(id, asker, (_room, booking) => ok({ value: booking, changes: [] }))
  }

  /** @returns the check-in lists of the event. */
  checkinLists(): CheckinList[] {
    return readLists(this.#sql)
  }

  /** Makes, changes or takes away a check-in list. */
  changeList(ask: ListAsk, asker: Asker, retry: Retry | null): RoomAnswer<CheckinList> {
    return this.steps.do(asker, retry, (room, moment) => askList(this.#sql, room, ask, moment))
  }

  /** Records who came in and went out; each scan once. */
  checkIn(asks: ScanAsk[], asker: Asker): RoomAnswer<ScanAnswer[]> {
    return this.steps.do(asker, null, (room, moment) => recordScans(this.#sql, room, { asks, asker }, moment))
  }

  /** @returns how many of a check-in list are expected, came and are in; null where there is no such list. */
  checkinNumbers(list: string): CheckinNumbers | null {
    return this.#room === null ? null : numbersOf(this.#sql, this.#room, list)
  }

  /** @returns tickets of a check-in list; null where there is no such list. */
  listedBookings(list: string, listing: Listing): ReturnType<typeof listedBookings> {
    return listedBookings(this.#sql, list, listing)
  }

  /** @returns scans, newest first, one more than `limit`. */
  scans(asked: ScansAsked): RecordedScan[] {
    return recordedScans(this.#sql, asked)
  }

  /** @returns bookings in the order of their ids, for who compares them with what lists show. */
  bookingsAfter(id: string, limit: number): Booking[] {
    return bookingsAfter(this.#sql, id, limit)
  }

  /** @returns the same of who waits or waited. */
  entriesAfter(id: string, limit: number): Entry[] {
    return entriesAfter(this.#sql, id, limit)
  }

  /** @returns the same of who was invited. */
  invitationsAfter(id: string, limit: number): Invitation[] {
    return invitationsAfter(this.#sql, id, limit)
  }

  /** Takes places off sale. */
  block(wish: Parameters<typeof block>[1]['wish'], asker: Asker, retry: Retry | null = null): RoomAnswer<string[]> {
    return this.steps.do(asker, retry, (room, moment) => block(room, { wish, asker }, moment))
  }

  /** @returns what is off sale, seat by seat. */
  blocks(): Block[] {
    return [...(this.#room?.blocks.values() ?? [])]
  }

  /** Puts places that were taken off sale on sale again. */
  unblock(ids: string[], asker: Asker): RoomAnswer<string[]> {
    return this.steps.do(asker, null, (room) => unblock(room, ids))
  }

  /** Invites people, by an organiser. */
  invite(wish: InvitationOrder, asker: Asker, retry: Retry | null): RoomAnswer<Invited> {
    return this.steps.do(asker, retry, (room, moment) => invite(room, { wish, asker }, moment))
  }

  /** Does what is asked about one invitation. @returns how it stands then, to who has its link and to organisers */
  invitation(id: string, ask: InvitationAsk, asker: Asker, retry: Retry | null = null): RoomAnswer<PlacedInvitation> {
    const decide: Decide<Invitation> = askInvitation(this.#sql, { id, ask, asker })
    return this.steps.once(retry, () => invitationShown(this.#sql, this.#room, this.steps.step(asker, decide)))
  }

  /** Lets someone wait for places. */
  join(wish: NewEntry, asker: Asker, retry: Retry | null): RoomAnswer<PlacedEntry> {
    const decide: Decide<Entry> = (room, moment) => join(room, { wish, asker }, moment)
    return this.steps.once(retry, () => this.#shown(asker, this.steps.step(asker, decide)))
  }

  /** Does what is asked about one entry of the waitlist. @returns how it stands then, to those it belongs to */
  entry(id: string, ask: EntryAsk, asker: Asker): RoomAnswer<PlacedEntry> {
    return this.#shown(asker, this.steps.do(asker, null, askEntry(this.#sql, { id, ask, asker })))
  }

  /** Makes a booking of what an entry is offered. Again, it answers the same booking. */
  takeOffer(wish: OfferTaken, asker: Asker): RoomAnswer<Booking> {
    return this.steps.do(asker, null, askOffer(this.#sql, { wish, asker }))
  }

  /** @returns how many places from the front those of these entries are that wait. */
  positions(ids: string[]): Map<string, number> {
    this.steps.hearClock()
    return positionsIn(this.#room, ids)
  }

  /** Cleans up what the clock ended, and writes what the log does not have. Nothing depends on it but who is told when. */
  override async alarm(): Promise<void> {
    await this.steps.wake()
  }

  /** Writes what the log does not have yet. @returns when it has it, for who reads lists next */
  async flush(): Promise<void> {
    await this.steps.flush()
  }

  #withBooking(
    id: string,
    asker: Asker,
    decide: (room: Room, booking: Booking, moment: Moment) => Result<Decided<Booking>, Refusal>,
    retry: Retry | null = null,
  ): RoomAnswer<Booking> {
    return this.steps.do(asker, retry, (room, moment) => {
      const booking = readBooking(this.#sql, id)
      if (booking === null || !mayUse(asker, booking)) return failed({ reason: 'not_found' })
      const decided = decide(room, booking, moment)
      return decided.ok ? ok(withUser(decided.value, asker, moment)) : decided
    })
  }

  #shown(asker: Asker, answer: RoomAnswer<Entry>): RoomAnswer<PlacedEntry> {
    return entryShown(this.#sql, this.#room, { asker, answer })
  }
}
