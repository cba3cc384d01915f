import { once } from 'node:events'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'

/** What a server says instead of 250: its code, such as 550, and a sentence. */
type Refusal = { code: number; said: string } | null
type Answers = {
  recipient?: (address: string) => Refusal
  message?: (mail: ParsedMail) => Refusal
  /** Who may sign in; without it nobody has to. */
  password?: string
}

export type TestSmtpServer = {
  url: string
  /** What was accepted, in order. */
  mails: ParsedMail[]
  /** May be changed while it runs. */
  answers: Answers
  close(): Promise<void>
}

/** A real SMTP server on a free port, with STARTTLS by a certificate of its own, that accepts mail unless `answers` refuses. */
export async function smtpServer(answers: Answers = {}): Promise<TestSmtpServer> {
  const mails: ParsedMail[] = []
  const refusal = ({ code, said }: NonNullable<Refusal>) =>
    Object.assign(new Error(said), { responseCode: code })
  const server = new SMTPServer({
    authOptional: answers.password === undefined,
    disableReverseLookup: true,
    logger: false,
    onAuth: ({ password }, _, done) =>
      password === running.answers.password
        ? done(null, { user: 'tractops' })
        : done(new Error('Authentication credentials invalid')),
    onRcptTo({ address }, _, done) {
      const no = running.answers.recipient?.(address) ?? null
      done(no === null ? null : refusal(no))
    },
    onData(stream, _, done) {
      simpleParser(stream).then((mail) => {
        const no = running.answers.message?.(mail) ?? null
        if (no !== null) return done(refusal(no))
        mails.push(mail)
        done(null)
      }, done)
    },
  })
  // A client that turns away from our certificate, or is cut off, is its own affair.
  server.on('error', () => {})
  const listening = server.listen(0, '127.0.0.1')
  await once(listening, 'listening')
  const { port } = listening.address() as { port: number }
  const running: TestSmtpServer = {
    url: `smtp://127.0.0.1:${port}/?tls.rejectUnauthorized=false`,
    mails,
    answers,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
  return running
}
