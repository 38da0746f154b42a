import { z } from 'zod'

/** Projects are decimal, because a DSN ends in a number (https://develop.sentry.dev/sdk/foundations/transport/authentication/). */
export const projectId = z
  .string()
  .regex(/^[1-9]\d{0,14}$/)
  .meta({ description: 'Decimal project id', example: '1' })

/** An id we made: opaque to everyone else, safe in a URL. */
export const opaqueId = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[\w-]+$/)

/** The id an SDK gave its event: 32 lowercase hex. */
export const eventId = z.string().regex(/^[0-9a-f]{32}$/)

/** RFC 3339 in UTC with milliseconds. */
export const instant = z.iso.datetime().meta({ example: '2027-06-01T18:00:00.000Z' })
