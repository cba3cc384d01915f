/** An answer that is not a success, told as an RFC 9457 problem document: what happened, and what to do next. */
export class Problem extends Error {
  readonly status: number
  readonly code: string
  readonly headers: Record<string, string>

  constructor(status: number, code: string, detail: string, headers: Record<string, string> = {}) {
    super(detail)
    this.status = status
    this.code = code
    this.headers = headers
  }

  body(): string {
    const title = this.code.replaceAll('_', ' ')
    return JSON.stringify({
      type: 'about:blank',
      title,
      status: this.status,
      code: this.code,
      detail: this.message,
    })
  }
}
