/**
 * What the engine refuses, and where: `code` is stable and for programs, the message is one sentence that says what
 * to write instead, `path` points into the input (`weekly.mon[0]`), empty where the input is the value itself.
 */
export class SlaError extends Error {
  readonly code: string
  readonly path: string

  constructor(code: string, message: string, path = '') {
    super(message)
    this.name = 'SlaError'
    this.code = code
    this.path = path
  }
}
