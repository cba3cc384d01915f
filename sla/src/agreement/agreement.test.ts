import { readFileSync } from 'node:fs'
import { beforeEach, describe, expect, test } from 'vitest'
import { altered, alteredData, published } from '../../test/policies.ts'
import { agreementHtml, agreementMarkdown, agreementOf, readPolicy } from '../index.ts'
import { count, durationInWords, lengthInWords, list, money } from './words.ts'

const agreement = () => agreementOf(published)
const clause = (id: string, policy = published) =>
  agreementOf(policy)
    .sections.flatMap((section) => section.clauses)
    .find((c) => c.id === id)!

/** What a reader reads: the words, without the marks of either format. */
const wordsOfMarkdown = (text: string) =>
  text
    .replaceAll(/^\|(---\|)+$/gm, '')
    .replaceAll(/^#+ /gm, '')
    .replaceAll(/(?<!\\)\|/g, ' ')
    .replaceAll('\\', '')
    .split(/\s+/)
    .filter(Boolean)
const wordsOfHtml = (text: string) =>
  text
    .replace(/^.*?<body>/s, '')
    .replaceAll(/<[^>]+>/g, (tag) => (/^<\/?time/.test(tag) ? '' : ' '))
    .replaceAll(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
    .split(/\s+/)
    .filter(Boolean)

describe('every word of it', () => {
  test('stands in the file beside the policy, which is read before a policy is published', () => {
    const file = new URL('../../policy/tractops-2026-11.md', import.meta.url)
    expect(agreementMarkdown(published)).toBe(readFileSync(file, 'utf8'))
  })

  test('is the same as HTML, where each clause can be pointed at', () => {
    const page = agreementHtml(published)
    expect(wordsOfHtml(page)).toEqual(wordsOfMarkdown(agreementMarkdown(published)))
    const anchors = [...page.matchAll(/<(?:p|section) id="([^"]+)"/g)].map(([, id]) => id)
    expect(anchors).toEqual([
      ...agreement().sections.flatMap((s) => [s.id, ...s.clauses.map((c) => c.id)]),
      'meanings',
    ])
    expect(anchors).toEqual([
      'uptime',
      'uptime.target',
      'uptime.credits',
      'uptime.claims',
      'uptime.fee',
      'response',
      'response.targets',
      'response.clock',
      'response.attainment',
      'contact',
      'contact.urgent',
      'contact.other',
      'contact.meeting',
      'exclusions',
      'exclusions.maintenance',
      'exclusions.vendors',
      'exclusions.force-majeure',
      'exclusions.customer-side',
      'exclusions.arithmetic',
      'maintenance',
      'maintenance.window',
      'maintenance.notice',
      'meanings',
    ])
    expect(page).toContain(
      '<thead><tr><th scope="col">Monthly uptime</th><th scope="col">Credit</th></tr></thead>',
    )
  })
})

describe('another policy is put into other words', () => {
  const meaning = (name: string, at: string, value: unknown) =>
    agreementOf(altered(at, value)).meanings.find((m) => m.name === name)!.value

  test.each([
    ['holidays', ['2026-12-25', '2027-01-01'], 'Closed on 2026-12-25 and 2027-01-01.'],
    ['request', ['portal'], 'By a click in the portal; account and month are enough.'],
    ['request', ['email'], 'By a mail to the contact address; account and month are enough.'],
  ])('%s: %j', (name, value, words) => {
    expect(meaning(name, `meanings.${name}.is`, value)).toBe(words)
  })

  test('officers who may declare force majeure are named', () => {
    expect(meaning('forceMajeure', 'exclusions.officers', ['Ava Ortiz', 'Ben Cho'])).toBe(
      'Only a declaration, published on /status, signed by Ava Ortiz or Ben Cho.',
    )
  })

  test('each day of the week by its name', () => {
    const days = { mon: ['09:00-10:00'], tue: ['09:00-11:00'], wed: ['09:00-12:00'], thu: ['09:00-13:00'] }
    const more = { fri: ['09:00-14:00'], sat: ['09:00-15:00'], sun: ['09:00-16:00', '18:00-19:00'] }
    const rows = clause('response.targets', altered('response.calendar.weekly', { ...days, ...more })).table!
      .rows
    expect(rows[1]![3]).toBe(
      'Monday 09:00-10:00, Tuesday 09:00-11:00, Wednesday 09:00-12:00, Thursday 09:00-13:00, ' +
        'Friday 09:00-14:00, Saturday 09:00-15:00, Sunday 09:00-16:00 and 18:00-19:00, Pacific time',
    )
  })
})

describe('the agreement', () => {
  test('has the five sections, by number', () => {
    expect(agreement().sections.map((s) => `${s.number} ${s.id}`)).toEqual([
      '1 uptime',
      '2 response',
      '3 contact',
      '4 exclusions',
      '5 maintenance',
    ])
    expect(agreement()).toMatchObject({
      title: 'TractOps Service Level Agreement',
      version: 'tractops-2026-11',
      effectiveFrom: '2026-11-01',
    })
  })

  test('has the 36 meanings in order, each with its question, its reading and its reason', () => {
    expect(agreement().meanings.map((m) => m.row)).toEqual(Array.from({ length: 36 }, (_, i) => i + 1))
    for (const { question, value, reason, name } of agreement().meanings) {
      for (const text of [question, value, reason]) expect(text).toMatch(/\S/)
      expect(reason).toBe(published.meanings[name as 'month'].because)
    }
  })

  test('names each clause once', () => {
    const ids = agreement().sections.flatMap((s) => s.clauses.map((c) => c.id))
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('tells target, tiers and fees', () => {
    expect(clause('uptime.target').text).toContain('99.5 %')
    expect(clause('uptime.credits').table!.rows).toEqual([
      ['at least 99.0 %, and below 99.5 %', '5 % of the monthly fee'],
      ['at least 95.0 %, and below 99.0 %', '10 % of the monthly fee'],
      ['below 95.0 %', '25 % of the monthly fee'],
    ])
    expect(clause('uptime.fee').table!.rows).toEqual([
      ['Standard', '1.99 USD', '199.00 USD'],
      ['Premium', '3.49 USD', '349.00 USD'],
    ])
    expect(clause('uptime.claims').text).toContain('30th day')
  })

  test('tells the targets of first response and how they are counted', () => {
    expect(
      clause('response.targets').table!.rows.map(([severity, , within, counted]) => [
        severity,
        within,
        counted,
      ]),
    ).toEqual([
      ['P1 urgent', '1 hour', 'around the clock'],
      ['P2 high', '4 business hours', 'Monday to Friday 09:00-18:00, Pacific time'],
      ['P3 normal', '1 business day', 'Monday to Friday 09:00-18:00, Pacific time'],
      ['P4 low', '5 business days', 'Monday to Friday 09:00-18:00, Pacific time'],
    ])
  })

  test('tells how to reach us, what is excluded, and when maintenance is', () => {
    expect(clause('contact.urgent').text).toMatch(/contact@tractops\.com.*\[P1\].*5 minutes/)
    expect(clause('contact.other').text).toContain('P2 to P4')
    expect(clause('contact.meeting').text).toMatch(/Premium.*24 business hours/)
    expect(clause('exclusions.maintenance').text).toContain('48 hours')
    expect(clause('exclusions.vendors').text).toMatch(
      /Stripe, Resend, Neon or Vercel.*major outage or partial outage/,
    )
    expect(clause('maintenance.window').text).toContain('Sundays 02:00 to 04:00, Pacific time')
    expect(clause('maintenance.notice').text).toContain('48 hours')
  })
})

describe('every figure in it comes from the policy', () => {
  const lists = { 'exclusions.officers': ['Ava', 'Ben'], 'meanings.holidays.is': ['2026-12-25'] }
  test.each([
    ['version', 'tractops-2031', 'tractops-2031'],
    ['effectiveFrom', '2031-02-03', '2031-02-03'],
    ['provider', 'Acme', 'Acme Service Level Agreement'],
    ['zone', 'Europe/Berlin', 'Europe/Berlin'],
    ['uptime.critical', ['the front door'], 'the front door'],
    ['response.calendar.weekly.sat', ['10:00-12:00', '13:00-14:00'], 'Saturday 10:00-12:00 and 13:00-14:00'],
    ['response.severities.P1.name', 'burning', 'P1 burning'],
    ['response.severities.P1.means', 'The roof is on fire.', 'The roof is on fire.'],
    ['response.severities.P1.firstResponse', '2 hours', '2 hours'],
    ['response.severities.P2.firstResponse', '90 business minutes', '90 business minutes'],
    ['response.severities.P3.firstResponse', '2 business days', '2 business days'],
    ['response.severities.P4.firstResponse', '6 business days', '6 business days'],
    ['contact.address', 'help@example.com', 'help@example.com'],
    ['contact.meetingPlans', ['standard', 'premium'], 'Standard or Premium'],
    ['exclusions.vendors.acme', { name: 'Acme Pay', components: [] }, 'Acme Pay'],
    ['exclusions.officers', lists['exclusions.officers'], 'Ava or Ben'],
    ['maintenance.window', { day: 'wed', hours: '01:00-03:30' }, 'Wednesdays 01:00 to 03:30'],
    ['plans.standard.unitPriceCents', 205, '2.05 USD'],
    ['plans.premium.name', 'Deluxe', 'Deluxe'],
    ['meanings.sustained.is', '90 seconds', '90 seconds'],
    ['meanings.unmeasured.is', '3 check intervals', '3 check intervals'],
    ['meanings.error.checkInterval', '45 seconds', '45 seconds'],
    ['meanings.eligible.is', ['annual', 'monthly'], 'annual or monthly'],
    ['meanings.request.is', ['email'], 'by a mail to us, until'],
    ['meanings.claimPeriod.is', '61 days', '61st day'],
    ['meanings.followingInvoice.is', '17 days', '17 days'],
    ['meanings.announced.is', '73 hours', '73 hours'],
    ['meanings.vendorOutage.is', ['degraded_performance'], 'degraded performance'],
    ['meanings.businessDay.is', '7 hours', '7 hours'],
    ['meanings.holidays.is', lists['meanings.holidays.is'], 'Closed on 2026-12-25'],
    ['meanings.page.is', '9 minutes', '9 minutes'],
    ['meanings.meeting.is', '31 business hours', '31 business hours'],
    ['meanings.month.because', 'Because Carla says so.', 'Because Carla says so.'],
  ])('%s: %j', (at, value, told) => {
    const [before, after] = [agreementOf(published), agreementOf(altered(at, value))].map((a) =>
      JSON.stringify(a),
    )
    expect(before).not.toContain(told)
    expect(after).toContain(told)
  })

  test('target and tiers', () => {
    const policy = readPolicy(
      alteredData({
        'uptime.target': '99.95',
        'uptime.tiers': [{ below: '99.95', atLeast: '0', creditPercent: 33 }],
      }),
    )
    expect(clause('uptime.target', policy).text).toContain('99.95 %')
    expect(clause('uptime.credits', policy).table!.rows).toEqual([
      ['below 99.95 %', '33 % of the monthly fee'],
    ])
    expect(JSON.stringify(agreementOf(policy))).not.toContain('99.5 %')
  })

  test('a severity that is counted around the clock says so', () => {
    const policy = altered('response.severities.P2.firstResponse', '4 hours')
    expect(clause('response.targets', policy).table!.rows[1]!.slice(2)).toEqual([
      '4 hours',
      'around the clock',
    ])
  })
})

const nasty = readPolicy(
  alteredData({
    provider: `<b onclick="x">'A' & Co | *_[x](y)`,
    'response.severities.P4.means': '`a` | <i>b</i> \\',
  }),
)

describe('as HTML', () => {
  let html = ''
  beforeEach(() => {
    html = agreementHtml(published)
  })

  test('is a document whose elements close in order', () => {
    expect(html.startsWith('<!doctype html>\n<html lang="en">')).toBe(true)
    const open: string[] = []
    for (const [, slash, name] of html.matchAll(/<(\/?)([a-z0-9]+)[^>]*>/g)) {
      if (['meta'].includes(name!)) continue
      if (slash === '') open.push(name!)
      else expect(name).toBe(open.pop())
    }
    expect(open).toEqual([])
  })

  test('has each section, clause and meaning, and no script or style', () => {
    for (const section of agreement().sections) {
      expect(html).toContain(`<section id="${section.id}">\n<h2>${section.number} ${section.title}</h2>`)
      for (const { id } of section.clauses) expect(html).toContain(`<p id="${id}">`)
    }
    for (const { row } of agreement().meanings) expect(html).toContain(`<tr><td>${row}</td>`)
    expect(html).toContain('<th scope="col">Credit</th>')
    expect(html).not.toMatch(/<(script|style|link)|\son[a-z]+=|style=/)
  })

  test('shows what the policy says as text', () => {
    const shown = agreementHtml(nasty)
    expect(shown).not.toMatch(/<b |<i>/)
    expect(shown).toContain('&#60;b onclick=&#34;x&#34;&#62;&#39;A&#39; &#38; Co')
  })
})

describe('as Markdown', () => {
  let markdown = ''
  beforeEach(() => {
    markdown = agreementMarkdown(published)
  })

  test('has its headings, its tables with as many cells in each row, and one line feed at the end', () => {
    expect(markdown.match(/^#+ .*$/gm)).toEqual([
      '# TractOps Service Level Agreement',
      '## 1 Uptime',
      '## 2 First response',
      '## 3 Reaching us',
      '## 4 What does not count',
      '## 5 Maintenance',
      '## What the words mean',
    ])
    expect(markdown).toMatch(/[^\n]\n$/)
    expect(markdown).not.toContain('\n\n\n')
    for (const table of markdown.match(/(^\|.*\|$\n?)+/gm)!) {
      const widths = table
        .trim()
        .split('\n')
        .map((line) => line.replaceAll('\\|', '').split('|').length)
      expect(new Set(widths).size).toBe(1)
    }
    expect(markdown).toContain('| --- |'.replaceAll(' ', ''))
    expect(markdown).toContain('| Standard | 1.99 USD | 199.00 USD |')
  })

  test('shows what the policy says as text', () => {
    const shown = agreementMarkdown(nasty)
    expect(shown).toContain(String.raw`\<b onclick="x"\>'A' & Co | \*\_\[x\](y)`)
    expect(shown).toContain(String.raw`| \`a\` \| \<i\>b\</i\> \\ |`)
  })
})

describe('words', () => {
  test('lengths in the unit that people would use', () => {
    expect(
      [1_000, 60_000, 90_000, 120_000, 180_000, 300_000, 3_600_000, 172_800_000, 259_200_000].map(
        lengthInWords,
      ),
    ).toEqual([
      '1 second',
      '60 seconds',
      '90 seconds',
      '120 seconds',
      '3 minutes',
      '5 minutes',
      '60 minutes',
      '48 hours',
      '3 days',
    ])
    expect(durationInWords({ counted: 'business', ms: 3_600_000 })).toBe('1 business hour')
    expect(durationInWords({ counted: 'elapsed', ms: 1_800_000 })).toBe('30 minutes')
    expect(durationInWords({ counted: 'elapsed', ms: 30_000 })).toBe('30 seconds')
  })

  test('lists, counts and money', () => {
    expect([list([]), list(['a']), list(['a', 'b']), list(['a', 'b', 'c'], 'or')]).toEqual([
      '',
      'a',
      'a and b',
      'a, b or c',
    ])
    expect([count(1, 'day'), count(0, 'day'), count(1_234, 'day')]).toEqual(['1 day', '0 days', '1,234 days'])
    expect([money(0, 'USD'), money(5, 'USD'), money(199, 'USD'), money(123_456, 'USD')]).toEqual([
      '0.00 USD',
      '0.05 USD',
      '1.99 USD',
      '1234.56 USD',
    ])
  })

  test('ordinals of the days in which to claim', () => {
    const day = (n: number) =>
      /the (\d+\w+) day/.exec(
        clause('uptime.claims', altered('meanings.claimPeriod.is', `${n} days`)).text,
      )![1]
    expect([1, 2, 3, 4, 11, 12, 13, 21, 22, 23, 30, 101, 111].map(day)).toEqual([
      '1st',
      '2nd',
      '3rd',
      '4th',
      '11th',
      '12th',
      '13th',
      '21st',
      '22nd',
      '23rd',
      '30th',
      '101st',
      '111th',
    ])
  })
})
