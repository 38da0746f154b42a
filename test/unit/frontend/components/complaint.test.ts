import { describe, expect, it } from 'vitest'
import { apiError, type Problem } from '../../../../frontend/src/api/problem.ts'
import { complaintOf, refusalOf } from '../../../../frontend/src/components/complaint.ts'
import { shell } from '../../../../frontend/src/i18n/fr/shell.ts'

const words = shell.refused
const refused = (problem: Partial<Problem>) => apiError({ status: 422, code: 'invalid', title: 'Refused', ...problem })

describe('a refusal', () => {
  it('is said at the field it points at, in the words of the reader where the reason is known', () => {
    const error = refused({ errors: [{ pointer: '/password', code: 'too_small', detail: 'Too small' }] })
    expect(complaintOf(error, 'password', words)).toBe(words.too_small)
    expect(complaintOf(error, 'email', words)).toBeUndefined()
  })

  it('is said in the words of the API where the reason is a new one', () => {
    const error = refused({ errors: [{ pointer: '#/body/name', code: 'too_shiny', detail: 'Less shine, please' }] })
    expect(complaintOf(error, 'name', words)).toBe('Less shine, please')
  })

  it('finds its field without a pointer where there is only one that it can be about', () => {
    const error = refused({ status: 403, code: 'wrong_password' })
    expect(complaintOf(error, 'currentPassword', words)).toBe(words.wrong_password)
  })

  it('is said once: at its field, or else above the form', () => {
    const error = refused({ status: 409, code: 'email_taken' })
    expect(refusalOf(error, ['email', 'password'], words)).toBeUndefined()
    expect(refusalOf(error, ['password'], words)).toBe(words.email_taken)
  })

  it('is never silent', () => {
    expect(refusalOf(refused({ code: 'brand_new', detail: 'In detail' }), [], words)).toBe('In detail')
    expect(refusalOf(refused({ code: 'brand_new' }), [], words)).toBe('Refused')
    expect(refusalOf(refused({ status: 0, code: 'offline' }), [], words)).toBe(words.offline)
    expect(refusalOf(refused({ code: 'toString' }), [], words)).toBe('Refused')
  })

  it('is none where nothing was refused', () => {
    expect(refusalOf(null, [], words)).toBeUndefined()
  })
})
