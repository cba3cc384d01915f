/**
 * The process that `bench/checks.ts` and `bench/reaction.ts` watch: pages that answer at once, except those whose name
 * begins with "hang", and those that are broken by `PUT /break/<component>/<monitor>`; `GET /failed` says when each of these
 * was first seen to be. It works out by itself when each
 * page was due, so what it tells of lateness does not come from the one that is judged.
 */
import { createServer } from 'node:http'
import { nextDueMs, type Scheduled } from '../../service/src/monitoring/schedule/next-due.ts'

const everyMs = Number(process.argv[2])
const broken = new Set<string>()
const failedAt = new Map<string, number>()
const pages = new Map<string, Scheduled>()
let latenesses: number[] = []

/** How long after its due instant a page was asked for, in ms: it was due within the interval that ends now. */
function latenessOf(page: string, nowMs: number): number {
  const [component = '', key = ''] = page.split('/')
  const scheduled = pages.get(page) ?? { component, key, everyMs }
  pages.set(page, scheduled)
  return nowMs - nextDueMs(scheduled, nowMs - everyMs)
}

const server = createServer((request, response) => {
  const [, kind = '', ...rest] = request.url!.split('/')
  const page = rest.join('/')
  if (kind === 'report') {
    response.end(JSON.stringify(latenesses))
    latenesses = []
  } else if (kind === 'break') {
    broken.add(page)
    response.end()
  } else if (kind === 'failed') {
    response.end(JSON.stringify(Object.fromEntries(failedAt)))
  } else if (!page.includes('/hang')) {
    latenesses.push(latenessOf(page, Date.now()))
    response.statusCode = broken.has(page) ? 503 : 200
    if (broken.has(page) && !failedAt.has(page)) failedAt.set(page, Date.now())
    response.end('<!doctype html><title>Dues</title><p>Everything is paid.')
  }
})
server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => {
  const { port } = server.address() as { port: number }
  process.stdout.write(`ready http://127.0.0.1:${port}\n`)
})

// Whoever started us may be killed: then nobody is left to stop us.
const parent = process.ppid
setInterval(() => process.ppid !== parent && process.exit(), 1_000).unref()
