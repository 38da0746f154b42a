/** What the API answers instead of what was asked for (RFC 9457), or `offline` when it did not answer at all. */
export interface Problem {
  status: number
  code: string
  title: string
  detail?: string
  requestId?: string
  errors?: FieldProblem[]
}

export interface FieldProblem {
  /** JSON pointer into the body that was sent, such as `/email`. */
  pointer: string
  code: string
  detail: string
}

export type ApiError = Error & { problem: Problem }

export function apiError(problem: Problem): ApiError {
  return Object.assign(new Error(problem.title), { problem })
}

/** Whatever was thrown, as a problem; what is none of the API's is a bug here. */
export function asApiError(thrown: unknown): ApiError {
  if (!(thrown instanceof Error)) return apiError({ status: 500, code: 'bug', title: String(thrown) })
  return 'problem' in thrown ? (thrown as ApiError) : apiError({ status: 500, code: 'bug', title: thrown.message })
}

export const offline = (): ApiError =>
  apiError({ status: 0, code: 'offline', title: 'The server could not be reached' })

/** The problem in a failed response; a gateway's HTML page still becomes one. */
export async function problemOf(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => null)
  const fallback = { status: response.status, code: `http_${response.status}`, title: response.statusText || 'Error' }
  return apiError(typeof body === 'object' && body !== null ? { ...fallback, ...body } : fallback)
}

/** Whether a session is missing or over; a wrong password or code is a 401 as well, and ends nothing. */
export const isSignedOut = ({ problem }: ApiError) =>
  problem?.status === 401 && (problem.code === 'unauthenticated' || problem.code.startsWith('http_'))
