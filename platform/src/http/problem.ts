import { STATUS_CODES } from 'node:http'
import { HTTPException } from 'hono/http-exception'
import { ZodError } from 'zod'
import { isDatabaseAway } from '../database/away.ts'
import { AppError } from '../error.ts'

/** An RFC 9457 problem document; `code` is for programs, `detail` for people, `path` names the input at fault. */
export type Problem = {
  type: 'about:blank'
  title: string
  status: number
  detail: string
  code: string
  requestId: string
  path?: string
}

/** Whatever was thrown, as an `AppError`: what was not foreseen says nothing of its inside. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error
  if (isDatabaseAway(error))
    return new AppError(
      'database_unavailable',
      503,
      'The database cannot be reached just now. Nothing was changed; try again in a moment.',
      {
        cause: error,
        headers: { 'Retry-After': '5' },
      },
    )
  if (error instanceof ZodError) return fromZod(error)
  if (error instanceof HTTPException) return fromHttpException(error)
  return new AppError(
    'internal_error',
    500,
    'Something went wrong on our side and has been recorded. Give us the request id if you write to us.',
    { cause: error },
  )
}

/** The first thing that is wrong with an input, and where. */
export function fromZod(error: ZodError, where?: string): AppError {
  const issue = error.issues[0]
  const path = [...(where ? [where] : []), ...(issue?.path ?? [])].map(String).join('.')
  const more = error.issues.length > 1 ? ` (and ${error.issues.length - 1} more)` : ''
  return new AppError(
    'invalid_input',
    400,
    `${path || 'The input'}: ${issue?.message ?? 'is not of the right shape'}${more}`,
    path ? { path } : {},
  )
}

function fromHttpException(error: HTTPException): AppError {
  const { status } = error
  if (status === 413)
    return new AppError('body_too_large', 413, 'The body is larger than what this address takes.')
  const detail = error.message || (STATUS_CODES[status] ?? 'The request could not be served.')
  const code =
    status === 400
      ? 'invalid_input'
      : (STATUS_CODES[status] ?? 'error').toLowerCase().replaceAll(/[^a-z]+/g, '_')
  return new AppError(code, status, detail, { cause: error })
}

export function problemOf(error: AppError, requestId: string): Problem {
  return {
    type: 'about:blank',
    title: STATUS_CODES[error.status] ?? 'Error',
    status: error.status,
    detail: error.message,
    code: error.code,
    requestId,
    ...(error.path === undefined ? {} : { path: error.path }),
  }
}
