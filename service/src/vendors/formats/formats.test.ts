import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { incidentIo, incidentIoMaintenance, statuspage, statuspageIncidents } from '../testing/recorded.ts'
import { readPage, readPosts } from './read-page.ts'
import type { Reading } from './reading.ts'

const bytes = (data: unknown) => Buffer.from(typeof data === 'string' ? data : JSON.stringify(data))
const read = (format: 'statuspage' | 'incident-io', data: unknown) => readPage(format, bytes(data)) as Reading
const why = (format: 'statuspage' | 'incident-io', data: unknown) =>
  (readPage(format, bytes(data)) as { unread: string }).unread
const told = ({ components }: Reading) =>
  components
    .filter((c) => c.status !== 'operational')
    .map(({ name, group, status }) => ({ name, group, status }))

describe('a Statuspage', () => {
  test('tells every component, its group, and when the page was updated', () => {
    const reading = read('statuspage', statuspage({ 'fra1 (Frankfurt, Germany)': 'partial_outage' }))
    expect(reading.page.name).toBe('Vercel')
    expect(reading.page.updatedAt?.toString()).toBe('2026-11-24T17:51:12.408Z')
    expect(reading).toMatchObject({ complete: true })
    expect(reading.components.map(({ name, isGroup }) => [name, isGroup])).toEqual([
      ['API', false],
      ['Edge Network', true],
      ['iad1 (Washington, D.C., USA)', false],
      ['fra1 (Frankfurt, Germany)', false],
      ['Builds', false],
    ])
    expect(told(reading)).toEqual([
      { name: 'fra1 (Frankfurt, Germany)', group: 'Edge Network', status: 'partial_outage' },
    ])
    expect(reading.posts[0]).toMatchObject({
      title: 'Elevated error rates for API requests',
      components: ['API'],
    })
  })

  test('may say a state that nobody knows, which is handed on as it is', () => {
    expect(told(read('statuspage', statuspage({ API: 'on_fire' })))).toEqual([
      { name: 'API', group: null, status: { unknown: 'on_fire' } },
    ])
  })

  test('without a date proves nothing', () => {
    const { updated_at: _, ...page } = statuspage().page
    expect(why('statuspage', { ...statuspage(), page })).toBe(
      'answered something that is no Statuspage summary (at page.updated_at)',
    )
  })

  test('lists its past incidents beside the summary', () => {
    const posts = readPosts(bytes(statuspageIncidents()))
    expect(posts).toMatchObject({ posts: [{ id: 'a1b2c3d4e5f6', components: ['API'] }] })
  })
})

describe('an incident.io page', () => {
  test('that is well names no component', () => {
    expect(read('incident-io', incidentIo())).toMatchObject({
      page: { id: 'resend-status.com', name: 'Resend', updatedAt: null },
      complete: false,
      components: [],
    })
  })

  test('tells of each component that an ongoing incident names, a full outage in the words of the agreement', () => {
    expect(told(read('incident-io', incidentIo({})))).toEqual([
      { name: 'API', group: 'Sending', status: 'major_outage' },
      { name: 'Webhooks', group: 'Events', status: 'degraded_performance' },
    ])
  })

  test('tells of a component what the worst of several incidents says', () => {
    const component = (current_status: string) => [
      { id: 'x', name: 'API', group_name: 'Sending', current_status },
    ]
    const mild = { affected_components: component('degraded_performance') }
    const bad = { affected_components: component('partial_outage') }
    const worst = [{ name: 'API', group: 'Sending', status: 'partial_outage' }]
    expect(told(read('incident-io', incidentIo(mild, bad)))).toEqual(worst)
    expect(told(read('incident-io', incidentIo(bad, mild)))).toEqual(worst)
  })

  test('speaks of the vendor as a whole where an incident names no component, and not at all where it is resolved', () => {
    const whole = { affected_components: [], current_worst_impact: 'partial_outage' }
    expect(told(read('incident-io', incidentIo(whole)))).toEqual([
      { name: null, group: null, status: 'partial_outage' },
    ])
    expect(told(read('incident-io', incidentIo({ ...whole, status: 'resolved' })))).toEqual([])
  })

  test('in maintenance says so of its components, though they call themselves operational', () => {
    expect(told(read('incident-io', incidentIoMaintenance()))).toEqual([
      { name: 'API', group: 'Sending', status: 'under_maintenance' },
    ])
  })
})

describe('what proves nothing', () => {
  test.each([
    ['', 'answered nothing at all'],
    ['<!doctype html><title>Down for maintenance</title>', 'answered HTML instead of JSON'],
    [JSON.stringify(statuspage()).slice(0, 500), 'answered JSON that is broken or cut off'],
    ['[]', 'answered something that is no Statuspage summary'],
    ['{"page":{"id":"x"}}', 'answered something that is no Statuspage summary (at page.name)'],
    ['['.repeat(500_000), 'answered JSON that is broken or cut off'],
  ])('%.40s: %s', (text, reason) => {
    expect(why('statuspage', text)).toBe(reason)
  })

  test('one format is not taken for the other', () => {
    expect(why('statuspage', incidentIo())).toMatch(/no Statuspage summary/)
    expect(why('incident-io', statuspage())).toMatch(/no incident.io summary/)
  })

  test('whatever comes, the answer is a reading or a reason, and holds nothing that a database cannot', () => {
    const formats = ['statuspage', 'incident-io'] as const
    const mutated = fc.tuple(
      fc.constantFrom<object>(statuspage({ API: 'major_outage' }), incidentIo({})),
      fc.json(),
      fc.nat(),
    )
    fc.assert(
      fc.property(mutated, fc.constantFrom(...formats), ([page, json, at], format) => {
        const text = JSON.stringify(page)
        const broken = text.slice(0, at % text.length) + json + text.slice(at % text.length)
        const read = readPage(format, Buffer.from(broken))
        expect(JSON.stringify(read).includes('\\u0000')).toBe(false)
      }),
    )
    const nasty = statuspage({ API: 'major_outage' })
    nasty.components[0]!.name = 'A\u0000P\ud800I'
    expect(told(read('statuspage', nasty))[0]!.name).toBe('A P\ufffdI')
  })
})
