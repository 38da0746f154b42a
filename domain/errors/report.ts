import { isJsonObject } from '../json-object.ts'

/** What is wrong with one field of a report; the pointer is RFC 6901. */
export interface FieldFault {
  pointer: string
  code: 'required' | 'invalid_type'
  detail: string
}

type Check = { is: (value: unknown) => boolean; what: string }

const TEXT: Check = { is: (value) => typeof value === 'string', what: 'a string' }
const OBJECT: Check = { is: isJsonObject, what: 'an object' }

const FIELDS: Record<string, Check> = {
  message: TEXT,
  stackTrace: { is: (value) => typeof value === 'string' || Array.isArray(value), what: 'a string or a list of lines' },
  level: TEXT,
  timestamp: {
    is: (value) => typeof value === 'string' || typeof value === 'number',
    what: 'a time as text or number',
  },
  tags: OBJECT,
  environment: TEXT,
  release: TEXT,
  user: OBJECT,
}

/**
 * Checks a plain report: `{message, stackTrace?, level?, timestamp?, tags?, environment?, release?, user?}`. A null field
 * counts as absent; fields that are not known are left to whoever reads the report.
 */
export function reportFaults(report: unknown): FieldFault[] {
  if (!isJsonObject(report)) return [{ pointer: '', code: 'invalid_type', detail: 'The report must be a JSON object' }]
  const faults = Object.entries(FIELDS).flatMap(([field, check]) => fieldFault(report[field], field, check))
  const { message, stackTrace } = report
  const says = [message, stackTrace].some(saysSomething)
  if (!says) faults.push({ pointer: '/message', code: 'required', detail: 'A report needs a message' })
  return faults
}

/** A value of a wrong type has its own fault. Nothing is turned to text: a list may nest deeper than that can go. */
function saysSomething(value: unknown): boolean {
  if (typeof value === 'string') return value.trim() !== ''
  return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== null
}

function fieldFault(value: unknown, field: string, check: Check): FieldFault[] {
  if (value === undefined || value === null || check.is(value)) return []
  return [{ pointer: `/${field}`, code: 'invalid_type', detail: `${field} must be ${check.what}` }]
}
