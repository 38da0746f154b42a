import { limitBody } from '../api/body-limits.ts'
import { notStored } from '../api/not-stored.ts'
import { router } from '../api/route.ts'
import { octoAnswers } from './answer.ts'
import { octoAvailability } from './availability.ts'
import { octoBookings } from './bookings.ts'
import { octoProducts } from './products.ts'

/**
 * What resellers call: OCTO (https://docs.octo.travel), with an API key of the supplier's organisation that may `event.read`
 * and `booking.manage`. Success is 200 there, also of what makes something.
 */
export const octo = router()

octo.use('/octo/*', notStored, octoAnswers, limitBody)
for (const subject of [octoProducts, octoAvailability, octoBookings]) octo.route('/', subject)
