import type { UserInfo } from '../../../contract/occurrences.ts'
import { freeObject } from './free-form.ts'
import { type Fields, shape } from './shape.ts'
import { lenientText, text } from './text.ts'
import { invalid, type Rule } from './walk.ts'

const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/
const IPV6 = /^(?=.*:.*:)[\da-f:]{2,39}(?::(?:\d{1,3}\.){3}\d{1,3})?(?:%\w{1,16})?$/i

/** Whether a text is an IPv4 or IPv6 address, judged by its letters alone: enough to tell it from other text. */
export const isAddress = (text: string): boolean => IPV4.test(text) || IPV6.test(text)

const addressText = text(64)

/** `{{auto}}` is the SDK's request to fill in the address its report came from. */
const ipAddress: Rule<string> = (value, walk) => {
  const stated = addressText(value, walk)
  if (stated === '{{auto}}') return walk.remoteAddress
  if (stated === undefined || isAddress(stated)) return stated
  return invalid(walk, value)
}

const fields: Fields<UserInfo> = {
  id: lenientText(256),
  email: lenientText(256),
  username: lenientText(256),
  ip_address: ipAddress,
  name: lenientText(256),
  geo: freeObject,
  segment: lenientText(256),
  data: freeObject,
}

const userShape = shape<UserInfo>(fields)

/** Who was affected. Fields that Sentry does not define are what the app added: they are kept under `data`. */
export const user: Rule<UserInfo> = (value, walk) => {
  const kept = userShape(value, walk)
  for (const name in kept) if (!Object.hasOwn(fields, name)) return withAdded(kept)
  return kept
}

function withAdded(kept: UserInfo): UserInfo {
  const members = Object.entries(kept)
  const stated = members.filter(([name]) => Object.hasOwn(fields, name))
  const added = members.filter(([name]) => !Object.hasOwn(fields, name))
  return { ...Object.fromEntries(stated), data: { ...Object.fromEntries(added), ...kept.data } }
}
