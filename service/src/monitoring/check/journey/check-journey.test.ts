import type { IncomingMessage, RequestListener } from 'node:http'
import { afterEach, describe, expect, test } from 'vitest'
import type { JourneyMonitor, Step } from '../../config/kinds/journey.ts'
import { withSecrets } from '../../config/with-secrets.ts'
import { httpMonitorForTest } from '../../testing/http-monitor.ts'
import { runCheck } from '../run-check.ts'
import { httpTarget } from '../testing/targets.ts'
import { CookieJar } from './cookie-jar.ts'

const NOW = Temporal.Instant.from('2026-11-24T18:00:00Z')
const opened: { close(): Promise<void> }[] = []
afterEach(() => Promise.all(opened.splice(0).map((target) => target.close())))

async function serve(listener: RequestListener) {
  const target = await httpTarget(listener)
  opened.push(target)
  return target.url
}

type StepOver = { http: Partial<Step['http']>; expect?: Partial<Step['expect']>; capture?: Step['capture'] }

function journey(steps: Record<string, StepOver>, over: Partial<JourneyMonitor> = {}): JourneyMonitor {
  const { kind: _, http: __, expect: ___, ...probe } = httpMonitorForTest({ allowPrivate: ['127.0.0.1'] })
  return {
    ...probe,
    kind: 'journey',
    journey: {
      steps: Object.entries(steps).map(([name, step]) => {
        const { http, expect } = httpMonitorForTest({ http: step.http, expect: step.expect ?? {} })
        return { name, http, expect, capture: step.capture ?? {} }
      }),
    },
    expect: { latencyMs: null },
    ...over,
  }
}

const check = (monitor: JourneyMonitor) => runCheck(monitor, { now: () => NOW })

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const chunk of request) body += chunk
  return body
}

/** A community with a door: a form with a token, a cookie for the right password, a dashboard for those who have it. */
const community: RequestListener = async (request, response) => {
  if (request.url === '/sign-in') {
    response.setHeader('set-cookie', 'visitor=1; Path=/sign-in')
    response.end('<input type="hidden" name="token" value="t&amp;0ken+7">')
  } else if (request.url === '/session') {
    const form = new URLSearchParams(await bodyOf(request))
    const right = form.get('token') === 't&amp;0ken+7' && form.get('password') === 'pass & word=1'
    if (!right) response.writeHead(401).end()
    else
      response.writeHead(303, { location: '/dashboard', 'set-cookie': 'session=abc; Path=/; HttpOnly' }).end()
  } else if (request.headers.cookie !== 'session=abc') response.writeHead(303, { location: '/sign-in' }).end()
  else if (request.url === '/dashboard') response.setHeader('x-next', '/api/me').end('Signed in as Carla')
  else response.end(JSON.stringify({ asked: request.url, header: request.headers['x-from'] ?? null }))
}

const signIn = (url: string): Record<string, StepOver> => ({
  'open the form': {
    http: { url: `${url}/sign-in` },
    capture: { token: { body: 'name="token" value="([^"]+)"' } },
  },
  'sign in': {
    http: {
      method: 'POST',
      url: `${url}/session`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'token=${capture:token}&password=${secret:PASSWORD}',
    },
    expect: { body: 'Signed in as Carla' },
    capture: { next: { header: 'X-Next' } },
  },
  'ask who I am': {
    http: { url: '${capture:next}', headers: { 'x-from': 'a ${capture:token}' } },
    expect: {
      json: [
        { path: 'asked', equals: '/api/me' },
        { path: 'header', equals: 'a t&amp;0ken+7' },
      ],
    },
  },
})

const secrets = new Map([['PASSWORD', 'pass & word=1']])

test('a journey signs in with a captured token and a stored secret, and opens what only those see who did', async () => {
  const monitor = withSecrets(journey(signIn(await serve(community))), secrets) as JourneyMonitor
  expect(await check(monitor)).toMatchObject({ state: 'up', reason: null, statusCode: 200 })
})

test('a journey that fails says at which step and why, and shows neither secret nor captured value', async () => {
  const monitor = journey(signIn(await serve(community)))
  const wrong = withSecrets(monitor, new Map([['PASSWORD', 'hunter2']])) as JourneyMonitor
  const result = await check(wrong)
  expect(result).toMatchObject({
    state: 'down',
    reason: 'step 2, sign in: answered 401, expected 2xx',
    statusCode: 401,
  })
  expect(JSON.stringify(result)).not.toMatch(/hunter2|0ken/)
})

test('a value cannot add fields to the JSON that it is put into', async () => {
  const bodies: string[] = []
  const url = await serve(async (request, response) => {
    bodies.push(await bodyOf(request))
    response.setHeader('x-name', '","admin":true,"x":"').end()
  })
  const http = { method: 'POST' as const, url, headers: { 'content-type': 'application/json' } }
  await check(
    journey({
      look: { http: { url }, capture: { name: { header: 'x-name' } } },
      send: { http: { ...http, body: '{"name":"${capture:name}","price":"$${5}"}' } },
    }),
  )
  expect(JSON.parse(bodies[1]!)).toEqual({ name: '","admin":true,"x":"', price: '${5}' })
})

test('a slow step, or a slow journey, is degraded', async () => {
  const url = await serve((_, response) => setTimeout(() => response.end(), 40))
  const steps = { one: { http: { url } }, two: { http: { url }, expect: { latencyMs: 1 } } }
  expect(await check(journey(steps))).toMatchObject({
    state: 'degraded',
    reason: 'step 2, two: took longer than 1 ms to answer',
  })
  const whole = { one: { http: { url } }, two: { http: { url } } }
  expect(await check(journey(whole, { expect: { latencyMs: 60 } }))).toMatchObject({
    state: 'degraded',
    reason: 'took longer than 60 ms to answer',
  })
})

describe('a journey is down, within bounds and with its reason,', () => {
  const page: RequestListener = (_, response) => response.end(`${'a'.repeat(60)}!`)
  const from = (capture: Step['capture']) => async () => {
    const url = await serve(page)
    return journey({ look: { http: { url }, capture } })
  }
  test.each<[string, () => Promise<JourneyMonitor>, string]>([
    [
      'when there is nothing to capture',
      from({ token: { body: 'token=(.+)' } }),
      'there is no “token” to capture',
    ],
    ['when a header is missing', from({ token: { header: 'x-token' } }), 'there is no “token” to capture'],
    ['when what is read as JSON is none', from({ token: { json: 'a.b' } }), 'the answer is not JSON'],
    [
      'when a pattern would take for ever',
      from({ token: { body: '^((?:a+)+)$' } }),
      'the pattern takes too long on this page',
    ],
    [
      'when it is sent round in a circle',
      async () => {
        const url = await serve((_, response) => response.writeHead(302, { location: '/' }).end())
        return journey({ look: { http: { url: `${url}/` } } })
      },
      'redirects in a circle',
    ],
    [
      'when the second step never answers',
      async () => {
        const url = await serve((request, response) => request.url === '/' && response.end())
        return journey({ open: { http: { url } }, look: { http: { url: `${url}/x` } } }, { timeoutMs: 300 })
      },
      'no answer within 300 ms',
    ],
    [
      'when an answer has 50 MB',
      async () => {
        const url = await serve((_, response) => {
          response.on('error', () => {})
          let left = 50
          const more = () =>
            left-- > 0 ? response.write(Buffer.alloc(1024 * 1024, ' '), more) : response.end()
          more()
        })
        return journey({ look: { http: { url }, capture: { a: { json: 'a' } } } })
      },
      'the answer is larger than 1 MB',
    ],
    [
      'when a captured address is none of the web',
      async () => {
        const url = await serve((_, response) => response.setHeader('x-next', 'file:///etc/passwd').end())
        const capture = { next: { header: 'x-next' } }
        return journey({ open: { http: { url }, capture }, look: { http: { url: '${capture:next}' } } })
      },
      'the captured address is not http or https',
    ],
    [
      'when a captured address is private and not allowed by name',
      async () => {
        const url = await serve((_, response) =>
          response.setHeader('x-next', 'http://169.254.169.254/').end(),
        )
        const capture = { next: { header: 'x-next' } }
        return journey({ open: { http: { url }, capture }, look: { http: { url: '${capture:next}' } } })
      },
      'the address is private and is not allowed by name',
    ],
  ])('%s', async (_, make, reason) => {
    const result = await check(await make())
    expect(result.state).toBe('down')
    expect(result.reason).toMatch(new RegExp(`^step \\d, (look|open): ${reason}$`))
  })
})

describe('cookies', () => {
  const sent = (header: string, from: string, to: string) => {
    const jar = new CookieJar()
    jar.take(new URL(from), [header], NOW)
    return jar.headerFor(new URL(to))
  }
  const at = 'https://app.example.com/a/b'
  test.each<[string, string, string | null]>([
    ['s=1', 'https://app.example.com/a/c', 's=1'],
    ['s=1', 'https://app.example.com/', null],
    ['s=1; Path=/', 'https://app.example.com/', 's=1'],
    ['s=1; Path=/a', 'https://app.example.com/ab', null],
    ['s=1; Path=/', 'https://evil.example/', null],
    ['s=1; Path=/', 'https://x.app.example.com/', null],
    ['s=1; Path=/; Domain=.example.com', 'https://other.example.com/', 's=1'],
    ['s=1; Path=/; Domain=com', 'https://other.com/', null],
    ['s=1; Path=/; Domain=evil.example', 'https://evil.example/', null],
    ['s=1; Path=/; Secure', 'http://app.example.com/', null],
    ['s=1; Path=/; Max-Age=0', 'https://app.example.com/', null],
    ['s=1; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT', 'https://app.example.com/', null],
    ['nothing', 'https://app.example.com/a/b', null],
  ])('“%s”: to %s goes %s', (header, to, expected) => {
    expect(sent(header, at, to)).toBe(expected)
  })
})
