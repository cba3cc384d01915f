import { describe, expect, test } from 'vitest'
import type { VendorPage } from '../config.ts'
import { readPage } from '../formats/read-page.ts'
import type { Reading } from '../formats/reading.ts'
import { incidentIo, PAGE_ID, statuspage } from '../testing/recorded.ts'
import { judgeReading, type Known } from './judge-reading.ts'

const AT = Temporal.Instant.from('2026-11-24T18:01:00Z')
const PAGE: VendorPage = {
  vendor: 'vercel',
  format: 'statuspage',
  urls: ['https://www.vercel-status.com/api/v2/summary.json'],
  page: null,
  components: [],
  regions: [],
  everyMs: 60_000,
  allowPrivate: [],
}
const KNOWN: Known = { pageId: null, pageUpdatedAt: null, answerAgeMs: 0 }
const outage = { API: 'major_outage' }

function judge(data: object, over: Partial<VendorPage> = {}, known: Partial<Known> = {}, at = AT) {
  const page = { ...PAGE, ...over }
  const reading = readPage(page.format, Buffer.from(JSON.stringify(data))) as Reading
  return judgeReading(page, reading, at, { ...KNOWN, ...known })
}
const states = (...args: Parameters<typeof judge>) => (judge(...args) as { states: unknown[] }).states
const why = (...args: Parameters<typeof judge>) => (judge(...args) as { unknown: string }).unknown

describe('SLA §4(b), rows 22 and 23: what a page proves', () => {
  test('nothing against a vendor whose page says that all is well', () => {
    expect(judge(statuspage())).toEqual({ states: [] })
  })

  test('each component that is not well, by its own word', () => {
    expect(states(statuspage({ API: 'major_outage', Builds: 'degraded_performance' }))).toEqual([
      { component: 'API', status: 'major_outage', inUse: true },
      { component: 'Builds', status: 'degraded_performance', inUse: true },
    ])
  })

  test('that of a group only where the group is named, as its members speak for themselves', () => {
    const edge = { 'Edge Network': 'partial_outage', 'iad1 (Washington, D.C., USA)': 'partial_outage' }
    expect(states(statuspage(edge))).toHaveLength(1)
    expect(states(statuspage(edge), { components: ['edge network'] })).toEqual([
      { component: 'Edge Network', status: 'partial_outage', inUse: true },
      { component: 'iad1 (Washington, D.C., USA)', status: 'partial_outage', inUse: false },
    ])
  })
})

describe('what we do not use is seen, and does not count', () => {
  test('a component outside the allowlist', () => {
    expect(states(statuspage({ ...outage, Builds: 'partial_outage' }), { components: ['Builds'] })).toEqual([
      { component: 'API', status: 'major_outage', inUse: false },
      { component: 'Builds', status: 'partial_outage', inUse: true },
    ])
  })

  test('a component of another region; what belongs to no region counts everywhere', () => {
    const page = { format: 'incident-io' as const, regions: ['Events'] }
    expect(states(incidentIo({}), page)).toEqual([
      { component: 'API', status: 'major_outage', inUse: false },
      { component: 'Webhooks', status: 'degraded_performance', inUse: true },
    ])
    expect(states(statuspage(outage), { regions: ['Edge Network'] })).toMatchObject([{ inUse: true }])
  })

  test('an incident of the vendor as a whole, where only some of it is used', () => {
    const whole = incidentIo({ affected_components: [] })
    const page = { format: 'incident-io' as const }
    expect(states(whole, page)).toEqual([{ component: null, status: 'major_outage', inUse: true }])
    expect(states(whole, { ...page, components: ['API'] })).toMatchObject([{ inUse: false }])
  })
})

describe('unknown, whatever it says', () => {
  test('another page than the one that is expected, by configuration or by what answered first', () => {
    expect(why(statuspage(outage), { page: 'another' })).toBe(
      `another page answers: "Vercel" (${PAGE_ID}) instead of another; if that is right, write \`page: ${PAGE_ID}\` in the configuration`,
    )
    expect(why(statuspage(outage), {}, { pageId: 'first' })).toMatch(/^another page answers/)
    expect(judge(statuspage(), { page: PAGE_ID }, { pageId: 'first' })).toEqual({ states: [] })
    const resend = { format: 'incident-io' as const, page: 'https://www.resend-status.com' }
    expect(judge(incidentIo(), resend)).toEqual({ states: [] })
    expect(why(incidentIo(), { ...resend, page: 'https://neonstatus.com' })).toMatch(/^another page answers/)
  })

  test('a copy that has lain about for a while', () => {
    expect(why(statuspage(outage), {}, { answerAgeMs: 3 * 3_600_000 })).toBe('a copy answers that is 3 h old')
    expect(states(statuspage(outage), {}, { answerAgeMs: 60_000 })).toHaveLength(1)
  })

  test('a page that is older than the one before, or from the future', () => {
    const pageUpdatedAt = Temporal.Instant.from('2026-11-24T17:51:12.409Z')
    expect(why(statuspage(outage), {}, { pageUpdatedAt })).toBe(
      'the page is older than the one that was read before',
    )
    const ahead = statuspage(outage, { updated_at: '2026-11-24T19:01:00Z' })
    expect(why(ahead)).toBe('the page dates itself 60 min into the future')
  })

  test('a page that reports an outage and is left alone for a day, or that nobody kept for a month', () => {
    const left = statuspage(outage, { updated_at: '2026-11-23T18:00:00Z' })
    expect(why(left)).toBe('the page reports an outage and was last updated 24 h ago')
    expect(states(statuspage(outage, { updated_at: '2026-11-23T18:01:00Z' }))).toHaveLength(1)
    const quiet = (updated_at: string) => statuspage({}, { updated_at })
    expect(judge(quiet('2026-11-01T00:00:00Z'))).toEqual({ states: [] })
    expect(why(quiet('2026-10-01T00:00:00Z'))).toBe('the page was last updated 54 days ago')
    const forgotten = incidentIo({ last_update_at: '2026-11-20T00:00:00Z' })
    expect(why(forgotten, { format: 'incident-io' })).toMatch(/last updated 4 days ago/)
  })

  test('a page without a component or a region that we use', () => {
    expect(why(statuspage(outage), { components: ['API', 'Postgres'] })).toBe(
      'the page does not list "Postgres", which we use',
    )
    expect(why(statuspage(outage), { regions: ['Asia'] })).toBe('the page does not list "Asia", which we use')
  })

  test('a state of a component that we use, in a word that we do not know', () => {
    const strange = statuspage({ API: 'on_fire', Builds: 'major_outage' })
    expect(why(strange)).toBe('the page says "on_fire" of "API", which is no state that we know')
    expect(states(strange, { components: ['Builds'] })).toEqual([
      { component: 'Builds', status: 'major_outage', inUse: true },
    ])
  })
})
