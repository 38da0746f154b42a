import type { components } from './schema.gen.ts'

type Schemas = components['schemas']

export interface Page<Item> {
  data: Item[]
  next: string | null
}

export type Me = Schemas['Me']
export type Issue = Schemas['Issue']
export type IssueDetail = Schemas['IssueDetail']
export type IssueList = Page<Issue>
export type IssueStatus = Issue['status']
export type Occurrence = Schemas['OccurrenceDetail']
export type Attachment = Schemas['Attachment']
export type IssueTag = Schemas['IssueTag']
export type StatsPoint = Schemas['StatsPoint']
export type Project = Schemas['Project']
export type ProjectKey = Schemas['ProjectKey']
export type DeadLetter = Schemas['DeadLetter']
export type Outcome = Schemas['Outcome']
export type SignIn = Schemas['SignIn']
export type SecondFactorOffer = Schemas['SecondFactorOffer']
export type RecoveryCodesMade = Schemas['RecoveryCodes']
export type InvitationOffer = Schemas['InvitationOffer']
export type Registration = Schemas['Registration']
export type ProfileChange = Schemas['ProfileChange']
export type LoggedEvent = Schemas['LoggedEvent']
export type TimelineEntry = Schemas['TimelineEntry']
export type NewReplay = Omit<Schemas['NewReplay'], 'dryRun'>
