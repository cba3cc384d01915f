import type { RequestListener } from 'node:http'
import { pipeline, Readable } from 'node:stream'
import { createGzip } from 'node:zlib'
import { verifyAuditChain } from '@tractops/platform'
import { type TestPlatform, testPlatform } from '@tractops/platform/testing'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { bytesOf } from './captures/keep-capture.ts'
import { dropCaptures } from './captures/retention.ts'
import { evidenceFor, vendorOutagesIn, vendorStates } from './index.ts'
import { claimVendors } from './poll/claim.ts'
import { vendorBytes, vendorCapture, vendorPoll, vendorPost, vendorState } from './tables.ts'
import { pageAt, pollerOf } from './testing/poller.ts'
import { incidentIo, statuspage, statuspageIncidents } from './testing/recorded.ts'
import { vendorServer } from './testing/vendor-server.ts'

const START = Temporal.Instant.from('2026-11-24T18:00:00Z')
const at = (minute: number) => START.add({ seconds: minute * 60 })
const SUMMARY = '/api/v2/summary.json'
const outage = { API: 'major_outage' }
const ALWAYS = { from: at(-10_000), to: at(10_000) }

let p: TestPlatform
let server: Awaited<ReturnType<typeof vendorServer>>
let poller: Awaited<ReturnType<typeof pollerOf>>
beforeAll(async () => {
  p = await testPlatform({ now: START })
})
afterAll(() => p.close())
beforeEach(async () => {
  p.clock.set(START)
  for (const table of [vendorState, vendorPost, vendorPoll, vendorCapture, vendorBytes])
    await p.db.delete(table)
  server = await vendorServer()
  server.serve(SUMMARY, statuspage())
  poller = await pollerOf(p, pageAt(server.url))
})
afterEach(() => server.close())

const pollAt = (minute: number) => {
  p.clock.set(at(minute))
  return poller.poll()
}
const outages = async () =>
  (await poller.verb((ctx) => vendorOutagesIn(ctx, ALWAYS))).map(({ component, status, start, end }) => {
    const minute = (i: Temporal.Instant) => (i.epochMilliseconds - START.epochMilliseconds) / 60_000
    return `${component} ${status} ${minute(start)}-${minute(end)}`
  })
/** With instants as text, which read well where something differs. */
const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value))
const on = (minute: number) => at(minute).toString()
const now = async () => plain((await poller.verb(vendorStates))[0]!)
const captures = async () =>
  plain(await p.db.select().from(vendorCapture).orderBy(vendorCapture.firstSeenAt, vendorCapture.url))
const polls = async () => plain(await p.db.select().from(vendorPoll))

describe('a vendor’s page, read each minute', () => {
  test('gives the outage from the answer that first showed it to the first that did not, with its captures', async () => {
    await pollAt(0)
    expect(await now()).toMatchObject({ state: 'operational', reason: null, components: [] })
    server.serve(SUMMARY, statuspage(outage))
    await pollAt(1)
    expect(await now()).toMatchObject({ state: 'major_outage', since: on(1) })
    await pollAt(2)
    expect(await outages()).toEqual(['API major_outage 1-2'])
    server.serve(SUMMARY, statuspage())
    await pollAt(3)
    expect(await outages()).toEqual(['API major_outage 1-3'])
    expect(await now()).toMatchObject({ state: 'operational', since: on(3), seenAt: on(3) })
    const [, shown, ended] = await captures()
    const [report] = await poller.verb((ctx) => vendorOutagesIn(ctx, ALWAYS))
    expect(report!.evidence).toEqual([shown!.id, ended!.id])
    expect(await poller.verb(verifyAuditChain)).toMatchObject({ verified: true, entries: 2 })
  })

  test('is kept raw, with time and hash, equal bytes once', async () => {
    await pollAt(0)
    await pollAt(1)
    await pollAt(2)
    const [first, ...rest] = await captures()
    expect(rest).toEqual([])
    expect(first).toMatchObject({ firstSeenAt: on(0), seenUntil: on(2), unread: null })
    const kept = await poller.verb((ctx) => bytesOf(ctx, first!.sha256))
    expect(kept.toString()).toBe(JSON.stringify(statuspage()))
    server.serve(SUMMARY, statuspage(outage))
    await pollAt(3)
    server.serve(SUMMARY, statuspage())
    await pollAt(4)
    expect((await captures()).map(({ sha256 }) => sha256 === first!.sha256)).toEqual([true, false, true])
    expect(await p.db.select().from(vendorBytes)).toHaveLength(2)
  })

  test('is asked with the ETag that it gave, and "not modified" counts as seen again', async () => {
    server.serve(SUMMARY, statuspage(outage), { 'last-modified': 'Tue, 24 Nov 2026 17:51:12 GMT' })
    await pollAt(0)
    await pollAt(1)
    expect(server.requests.map(({ status }) => status)).toEqual([200, 304])
    expect(server.requests[1]!.headers).toMatchObject({
      'if-modified-since': 'Tue, 24 Nov 2026 17:51:12 GMT',
    })
    expect(await captures()).toMatchObject([{ firstSeenAt: on(0), seenUntil: on(1) }])
    expect(await outages()).toEqual(['API major_outage 0-1'])
  })

  test('tells of incidents; one that is posted after it was over is marked, and is no evidence', async () => {
    const incidents = `${server.url}/api/v2/incidents.json`
    await poller.follow(pageAt(server.url, { urls: [`${server.url}${SUMMARY}`, incidents] }))
    server.serve('/api/v2/incidents.json', { ...statuspageIncidents(), incidents: [] })
    await pollAt(0)
    server.serve(SUMMARY, statuspage(outage))
    server.serve('/api/v2/incidents.json', statuspageIncidents())
    await pollAt(1)
    const [vercel] = await poller.verb((ctx) => evidenceFor(ctx, { from: at(-120), to: at(10) }))
    expect(vercel!.posts.map(({ title, afterwards }) => [title, afterwards])).toEqual([
      ['Builds were slow (posted afterwards)', true],
      ['Elevated error rates for API requests', false],
    ])
    expect(await outages()).toEqual([])
    expect(plain(vercel!.stretches)).toMatchObject([{ component: 'API', start: on(1), end: null }])
  })

  test('in the format of incident.io gives the same', async () => {
    server.serve('/api/v1/summary', incidentIo({}))
    await poller.follow(pageAt(server.url, { format: 'incident-io', urls: [`${server.url}/api/v1/summary`] }))
    await pollAt(0)
    server.serve('/api/v1/summary', incidentIo())
    await pollAt(1)
    expect(await outages()).toEqual(['API major_outage 0-1', 'Webhooks degraded_performance 0-1'])
  })
})

const bytes50MB = () =>
  Readable.from(
    (function* () {
      for (let i = 0; i < 800; i++) yield Buffer.alloc(64 * 1024, ' ')
    })(),
  )

describe('a page that cannot be read is unknown, and ends what was seen', () => {
  const elsewhere: RequestListener = (_, response) =>
    response.writeHead(302, { location: 'http://localhost/' }).end()
  const other = JSON.stringify({
    ...statuspage(outage),
    page: { ...statuspage().page, id: 'other', name: 'Acme' },
  })
  const faults: [string, RequestListener, RegExp][] = [
    ['answers 500', (_, r) => r.writeHead(500).end(), /^the page answered 500$/],
    [
      'limits our rate',
      (_, r) => r.writeHead(429, { 'retry-after': '300' }).end(),
      /^the page answered 429$/,
    ],
    ['never answers', () => {}, /^no whole answer within 0.3 s$/],
    ['is cut off', (_, r) => r.destroy(), /^the connection was cut$/],
    [
      'answers HTML',
      (_, r) => r.setHeader('content-type', 'text/html').end('<!doctype html>'),
      /HTML instead/,
    ],
    ['is another page', (_, r) => r.end(other), /^another page answers: "Acme"/],
    [
      'is truncated JSON',
      (_, r) => r.end(JSON.stringify(statuspage(outage)).slice(0, 900)),
      /broken or cut off$/,
    ],
    ['is old', (_, r) => r.setHeader('age', '7200').end(JSON.stringify(statuspage(outage))), /2 h old$/],
    ['says nothing', (_, r) => r.end(), /^the page answered nothing at all$/],
    ['has 50 MB', (_, r) => void pipeline(bytes50MB(), r, () => {}), /^the answer is larger than 2 MB$/],
    [
      'unpacks to 50 MB',
      (_, r) => void pipeline(bytes50MB(), createGzip(), r.setHeader('content-encoding', 'gzip'), () => {}),
      /^the answer is larger than 2 MB$/,
    ],
    ['leads to a private address', elsewhere, /^the address is private and is not allowed by name$/],
    ['says "not modified" unasked', (_, r) => r.writeHead(304).end(), /^the page answered 304$/],
  ]
  test.each(faults)('where it %s', async (name, fault, reason) => {
    server.serve(SUMMARY, name === 'says "not modified" unasked' ? '' : statuspage(outage))
    if (name !== 'says "not modified" unasked') {
      await pollAt(0)
      await pollAt(1)
    }
    server.break(fault)
    p.clock.set(at(2))
    expect(await poller.poll({ timeoutMs: name === 'never answers' ? 300 : 10_000 })).toBe('unknown')
    expect(await now()).toMatchObject({ state: 'unknown', reason: expect.stringMatching(reason) })
    server.serve(SUMMARY, statuspage(outage))
    expect(await pollAt(3)).toBe('read')
    server.serve(SUMMARY, statuspage())
    await pollAt(4)
    const before = name === 'says "not modified" unasked' ? [] : ['API major_outage 0-1']
    expect(await outages()).toEqual([...before, 'API major_outage 3-4'])
  })

  test('where it lacks a component that we use', async () => {
    await poller.follow(pageAt(server.url, { components: ['Postgres'] }))
    await pollAt(0)
    expect(await now()).toMatchObject({
      state: 'unknown',
      reason: 'the page does not list "Postgres", which we use',
    })
  })

  test('is asked again soon, then ever later, and not before it wants to be', async () => {
    const due = async () =>
      (await p.db.select().from(vendorPoll))[0]!.dueAt!.since(p.clock.now()).total('seconds')
    server.break((_, response) => response.writeHead(503).end())
    await pollAt(0)
    expect(await due()).toBeLessThan(13)
    await pollAt(1)
    await pollAt(2)
    expect(await due()).toBeGreaterThan(90)
    server.break((_, response) => response.writeHead(429, { 'retry-after': '1800' }).end())
    await pollAt(3)
    expect(await due()).toBe(1_800)
    server.serve(SUMMARY, statuspage())
    await pollAt(33)
    expect(await due()).toBe(60)
  })

  test('keeps the first bytes that were no use, and not each that follow', async () => {
    let turn = 0
    server.break((_, response) => response.end(`<!doctype html><p>${turn++}`))
    for (const minute of [0, 1, 2, 3]) await pollAt(minute)
    expect(await captures()).toMatchObject([{ unread: 'the page answered HTML instead of JSON' }])
  })

  test('knows nothing of the time in which nobody asked, though the page said the same before and after', async () => {
    server.serve(SUMMARY, statuspage(outage))
    await pollAt(0)
    await pollAt(1)
    p.clock.set(at(9))
    expect(await now()).toMatchObject({ state: 'unknown', since: on(1) })
    await pollAt(10)
    await pollAt(11)
    expect(await outages()).toEqual(['API major_outage 0-1', 'API major_outage 10-11'])
    expect(await captures()).toMatchObject([{ seenUntil: on(1) }, { firstSeenAt: on(10) }])
  })

  test('is unknown where nobody asks any more, and outages end with the last answer', async () => {
    server.serve(SUMMARY, statuspage(outage))
    await pollAt(0)
    await pollAt(1)
    p.clock.set(at(5))
    await poller.follow(null)
    expect(await now()).toMatchObject({ state: 'unknown', reason: 'it is switched off', dueAt: null })
    expect(await outages()).toEqual(['API major_outage 0-1'])
  })
})

test('whatever a page says, the answer is recorded: read or unknown, never a failure', async () => {
  const incident = statuspage(outage).incidents[0]!
  const nasty = [
    { ...incident, name: 'A\u0000\ud800', impact: '\u0007', shortlink: 'javascript:alert(1)' },
    {
      ...incident,
      id: 'x'.repeat(300),
      created_at: '-271821-04-20T00:00:00Z',
      started_at: '+275760-09-13T00:00:00Z',
    },
    { ...incident, id: 'y', resolved_at: 12, components: [{ name: '\udfff' }] },
  ]
  const components = statuspage().components.map((one) => ({ ...one, name: `${one.name}\u0000\ud800` }))
  components[0]!.status = 'major_outage'
  server.serve(SUMMARY, { ...statuspage(), components, incidents: nasty })
  expect(await pollAt(0)).toBe('read')
  expect((await now()).components).toMatchObject([{ component: 'API \ufffd' }])
  const posts = await p.db.select().from(vendorPost)
  expect(posts.map(({ title, url }) => [title, url])).toContainEqual(['A \ufffd', null])
  for (const page of [{ id: '\u0000' }, { id: 'x'.repeat(5_000) }, { name: 7 }, { updated_at: 'never' }]) {
    server.serve(SUMMARY, { ...statuspage(), page: { ...statuspage().page, ...page } })
    expect(await pollAt(1)).toBe('unknown')
  }
})

describe('several processes', () => {
  test('never ask one vendor at the same time', async () => {
    const release = Promise.withResolvers<void>()
    server.break(async (_, response) => {
      await release.promise
      response.end(JSON.stringify(statuspage()))
    })
    const first = poller.poll()
    await expect.poll(polls).toMatchObject([{ claimedUntil: on(1) }])
    expect(await poller.poll()).toBe('under way')
    release.resolve()
    expect(await first).toBe('read')
    expect(server.requests).toHaveLength(1)
    p.clock.set(at(1))
    const claims = await Promise.all([1, 2, 3].map(() => poller.verb((ctx) => claimVendors(ctx))))
    expect(claims.flat()).toMatchObject([{ vendor: 'vercel' }])
  })

  test('drop an answer that came too late, as another has asked since', async () => {
    const release = Promise.withResolvers<void>()
    server.break(async (_, response) => {
      await release.promise
      response.end(JSON.stringify(statuspage(outage)))
    })
    const slow = poller.poll()
    await expect.poll(polls).toMatchObject([{ claimedUntil: on(1) }])
    p.clock.set(at(2))
    server.serve(SUMMARY, statuspage())
    expect(await poller.poll()).toBe('read')
    release.resolve()
    expect(await slow).toBe('dropped')
    expect(await outages()).toEqual([])
  })

  test('that are stopped while they ask learn nothing, and leave the vendor to the next', async () => {
    server.break(() => {})
    const stopping = new AbortController()
    const polling = poller.poll({ signal: stopping.signal })
    stopping.abort()
    expect(await polling).toBe('dropped')
    expect(await polls()).toMatchObject([{ claimedUntil: null, failures: 0, askedAt: null }])
  })
})

test('captures behind an outage stay seven years, the rest 90 days', async () => {
  await pollAt(0)
  server.serve(SUMMARY, statuspage(outage))
  await pollAt(1)
  server.serve(SUMMARY, statuspage())
  await pollAt(2)
  server.serve(SUMMARY, statuspage({ Builds: 'degraded_performance' }))
  await pollAt(3)
  const drop = async (days: number) => {
    p.clock.set(START.add({ hours: days * 24 }))
    return poller.verb((ctx) => dropCaptures(ctx, { limit: 100 }))
  }
  expect(await drop(89)).toBe(0)
  expect(await drop(91)).toBe(2)
  expect((await captures()).map(({ firstSeenAt }) => firstSeenAt)).toEqual([on(1), on(2)])
  expect(await p.db.select().from(vendorBytes)).toHaveLength(2)
  expect(await drop(7 * 366 + 1)).toBe(2)
  expect(await p.db.select().from(vendorBytes)).toHaveLength(0)
  expect(await outages()).toContain('API major_outage 1-2')
})
