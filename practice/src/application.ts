import type { IncomingMessage, ServerResponse } from 'node:http'
import { answer, answerHtml, answerJson, answerProblem, requireMethod } from './answer.ts'
import { readBody } from './body.ts'
import { deleteFault, postFault, putFault } from './change-fault.ts'
import type { FaultBook } from './faults.ts'
import { requireOwnOrigin } from './origin.ts'
import { barePage } from './pages/bare.ts'
import { practicePage } from './pages/practice.ts'
import { Problem } from './problem.ts'
import type { Sessions } from './sessions.ts'
import { partAt, showPage, whileBroken } from './show-page.ts'
import { STYLE } from './style.ts'
import type { Widget } from './widget.ts'

export type ApplicationOptions = {
  book: FaultBook
  sessions: Sessions
  host: string
  slowMs: number
  widget: Widget | null
  startedAt: string
  tlsUrl: string
  caFile: string
  onFaultChanged(): void
}

/** The request listener of both servers. Whatever it is sent, it answers: an unforeseen error is a 500 problem. */
export function application(options: ApplicationOptions) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      await route(options, request, response)
    } catch (error) {
      if (request.destroyed && !request.complete) return
      const problem =
        error instanceof Problem ? error : new Problem(500, 'unexpected', 'This should not happen.')
      if (problem !== error) console.error(error)
      answerProblem(response, problem)
    } finally {
      request.resume()
    }
  }
}

async function route(
  options: ApplicationOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { book, sessions, slowMs, widget } = options
  const context = { book, sessions, slowMs, widget, request, response }
  const path = (request.url ?? '/').split(/[?#]/)[0]!
  const part = partAt(path)
  if (part !== undefined) {
    requireMethod(request, 'GET')
    return showPage(part, context)
  }
  if (path === '/session') {
    requireMethod(request, 'POST')
    const cookie = sessions.signIn(await readBody(request))
    const well = () => answer(response, 303, '', { location: '/dashboard', 'set-cookie': cookie })
    return whileBroken('sign-in', context, well)
  }
  if (path === '/practice') {
    requireMethod(request, 'GET')
    return answerHtml(response, 200, practicePage(book, options))
  }
  if (path === '/practice/log') {
    requireMethod(request, 'GET')
    return answerJson(response, 200, book.log())
  }
  if (path === '/practice.css') {
    requireMethod(request, 'GET')
    return answer(response, 200, STYLE, { 'content-type': 'text/css; charset=utf-8' })
  }
  const fault = /^\/practice\/faults\/([^/]+)$/.exec(path)
  if (fault) return routeFault(options, fault[1]!, request, response)
  answerHtml(
    response,
    404,
    barePage('No such page', 'Nothing is at this address. The watched pages are in their place.'),
  )
}

async function routeFault(
  options: ApplicationOptions,
  part: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { book, host } = options
  requireMethod(request, 'PUT', 'DELETE', 'POST')
  requireOwnOrigin(request, { form: request.method === 'POST', host })
  if (request.method === 'PUT') {
    const breakage = await putFault(book, part, request)
    options.onFaultChanged()
    return answerJson(response, 200, breakage)
  }
  if (request.method === 'DELETE') {
    deleteFault(book, part)
    options.onFaultChanged()
    response.writeHead(204).end()
    return
  }
  const changed = await postFault(book, part, request)
  options.onFaultChanged()
  answer(response, 303, '', { location: `/practice#${changed}` })
}
