/** What the API answers when it refuses: an RFC 9457 problem document, thrown by `ask`. */
export class Problem extends Error {
  readonly status: number
  readonly code: string
  /** The field at fault, such as `email`, without the part of the request it was in. */
  readonly field: string | null
  readonly requestId: string | null

  constructor(status: number, said: Partial<Record<'detail' | 'code' | 'path' | 'requestId', string>>) {
    super(said.detail ?? 'The service did not say what went wrong. Try again in a moment.')
    this.name = 'Problem'
    this.status = status
    this.code = said.code ?? 'unknown'
    this.field = said.path?.replace(/^(json|query|param)\./, '') ?? null
    this.requestId = said.requestId ?? null
  }
}

/** Whatever was thrown, as a problem that can be shown. */
export const problemOf = (error: unknown): Problem =>
  error instanceof Problem
    ? error
    : new Problem(0, {
        code: 'unreachable',
        detail: 'The service cannot be reached. What is shown here may be old; it is asked again by itself.',
      })
