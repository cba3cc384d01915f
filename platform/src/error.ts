/**
 * A broken promise: thrown by verbs, mapped once per transport. `code` is stable and meant for programs, the message
 * tells a person what happened and what to do next, `status` is the HTTP status, `path` names the input at fault.
 */
export class AppError extends Error {
  readonly code: string
  readonly status: number
  readonly path: string | undefined
  /** Extra response headers, such as `WWW-Authenticate` or `Retry-After`. */
  readonly headers: Readonly<Record<string, string>>

  constructor(
    code: string,
    status: number,
    message: string,
    opts: { path?: string; cause?: unknown; headers?: Record<string, string> } = {},
  ) {
    super(message, opts.cause === undefined ? undefined : { cause: opts.cause })
    this.name = 'AppError'
    this.code = code
    this.status = status
    this.path = opts.path
    this.headers = opts.headers ?? {}
  }
}

/** Exit codes of the service and of the `tractops` command. */
export const exitCode = { failed: 1, configuration: 2, inUse: 3, database: 4 } as const

/** The service cannot start. Its message is shown to the operator as it stands, without a stack. */
export class StartError extends Error {
  readonly exitCode: number

  constructor(code: keyof typeof exitCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'StartError'
    this.exitCode = exitCode[code]
  }
}
