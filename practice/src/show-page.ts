import type { IncomingMessage, ServerResponse } from 'node:http'
import { answerHtml } from './answer.ts'
import type { FaultBook } from './faults.ts'
import type { Html } from './html.ts'
import { barePage } from './pages/bare.ts'
import { dashboardPage } from './pages/dashboard.ts'
import { homePage } from './pages/home.ts'
import { paymentsPage } from './pages/payments.ts'
import { signInPage } from './pages/sign-in.ts'
import { votingPage } from './pages/voting.ts'
import { PAGE_PARTS, type PagePart } from './parts.ts'
import type { Sessions } from './sessions.ts'
import { type Widget, widgetPolicy, widgetScript } from './widget.ts'

const PAGES: Record<PagePart, (sessions: Sessions, request: IncomingMessage, widget: Widget | null) => Html> =
  {
    home: homePage,
    'sign-in': (sessions) => signInPage(sessions.formToken()),
    dashboard: (sessions, request, widget) => {
      const signedIn = sessions.isSignedIn(request)
      return dashboardPage(signedIn, widget && widgetScript(widget, signedIn))
    },
    payments: paymentsPage,
    voting: votingPage,
  }

const OUT_OF_SERVICE = barePage('Out of service', 'This page cannot be shown at the moment.')
const ANOTHER_PAGE = barePage('It works', 'A web server is running here. No site was put on it yet.')

/** The part that answers at `path`, or undefined where no watched page is. */
export function partAt(path: string): PagePart | undefined {
  return path === '/' ? 'home' : PAGE_PARTS.find((part) => part !== 'home' && path === `/${part}`)
}

type Context = {
  book: FaultBook
  sessions: Sessions
  slowMs: number
  request: IncomingMessage
  response: ServerResponse
  widget: Widget | null
}

/** Answers with the page of `part` as it is at this instant: well, or broken in the way it was told to be. */
export function showPage(part: PagePart, context: Context): void {
  const { sessions, request, response, widget } = context
  const headers = part === 'dashboard' && widget ? { 'content-security-policy': widgetPolicy(widget) } : {}
  whileBroken(part, context, () => answerHtml(response, 200, PAGES[part](sessions, request, widget), headers))
}

/** Answers `well`, unless `part` is broken. */
export function whileBroken(part: PagePart, context: Context, well: () => void): void {
  const { book, slowMs, request, response } = context
  const fault = book.faultOf(part)
  if (fault === null) well()
  else if (fault === 'drop') request.socket.destroy()
  else if (fault === 'down') answerHtml(response, 503, OUT_OF_SERVICE)
  else if (fault === 'wrong') answerHtml(response, 200, ANOTHER_PAGE)
  else {
    const timer = setTimeout(well, slowMs)
    response.once('close', () => clearTimeout(timer))
  }
}
