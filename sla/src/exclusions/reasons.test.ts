import { describe, expect, test } from 'vitest'
import { at } from '../../test/cast.ts'
import { altered, published } from '../../test/policies.ts'
import { refusal } from '../../test/refusal.ts'
import { judgeCustomerSide } from './customer-side.ts'
import { judgeForceMajeure } from './force-majeure.ts'
import { judgeMaintenance } from './maintenance.ts'
import { judgeVendorOutage, type VendorStatus } from './vendor.ts'

/* The reasons are what customers read beside each exclusion, on the status page and in a statement: they are kept word by word. */

const start = at('2026-11-10T20:00:00Z')
const window = { start, end: start.add({ hours: 4 }) }

describe('what is said of announced maintenance', () => {
  const said = (publishedAt: string | null, emailedAt: string | null) =>
    judgeMaintenance(published, {
      ...window,
      publishedAt: publishedAt === null ? null : at(publishedAt),
      emailedAt: emailedAt === null ? null : at(emailedAt),
    })
  const early = '2026-11-01T08:00:00Z'

  test.each([
    [null, null, 'never announced'],
    [null, early, 'not announced on /status'],
    [early, null, 'not announced to every customer by mail'],
    [early, '2026-11-09T13:00:00.5Z', 'announced 30 h 59 min 59 s 500 ms ahead; 48 h are needed'],
    ['2026-11-10T20:00:00Z', early, 'announced 0 ms ahead; 48 h are needed'],
    [early, '2026-11-10T20:01:00Z', 'announced 1 min after its start; 48 h ahead are needed'],
  ])('page %s and mail %s: %s', (publishedAt, emailedAt, because) => {
    expect(said(publishedAt, emailedAt)).toEqual({ accepted: false, because })
  })

  test('announced in time', () => {
    expect(said(early, '2026-11-08T20:00:00Z')).toEqual({
      accepted: true,
      because: 'announced 48 h ahead on /status and by mail',
    })
  })
})

describe("what is said of a vendor's outage", () => {
  const said = (status: VendorStatus, component?: string, policy = published) =>
    judgeVendorOutage(policy, { ...window, vendor: 'stripe', status, component })

  test('with its component, or of the vendor as a whole', () => {
    expect(said('major_outage')).toEqual({ accepted: true, because: 'Stripe reported a major outage' })
    expect(said('partial_outage', 'API')).toEqual({
      accepted: true,
      because: 'Stripe reported a partial outage on "API"',
    })
  })

  test('what is no outage', () => {
    expect(said('degraded_performance')).toEqual({
      accepted: false,
      because: 'Stripe reported degraded performance, which is no outage in the sense of the agreement',
    })
  })

  test('what is not in use', () => {
    const few = altered('exclusions.vendors.stripe.components', ['API'])
    expect(said('major_outage', 'Terminal', few)).toEqual({
      accepted: false,
      because: 'Stripe reported it on "Terminal", which is not among the components in use',
    })
    expect(said('major_outage', 'API', few).accepted).toBe(true)
    expect(said('major_outage', undefined, few).accepted).toBe(true)
  })

  test('a vendor that the policy does not name is refused, and those it names are told', () => {
    const error = refusal(() =>
      judgeVendorOutage(published, { ...window, vendor: 'aws', status: 'major_outage' }),
    )
    expect(error).toMatchObject({
      code: 'vendor_unknown',
      path: 'vendor',
      message: '"aws" is not a vendor of this policy; write one of stripe, resend, neon, vercel.',
    })
  })
})

describe('what is said of force majeure', () => {
  const publishedAt = at('2026-11-10T21:00:00Z')
  const said = (declaredBy: string, now?: Temporal.Instant, policy = published) =>
    judgeForceMajeure(policy, { ...window, declaredBy, publishedAt }, now)

  test('who declared it and when it stood on the page, from the instant of its publication on', () => {
    const because = 'declared by Ava Ortiz, published 2026-11-10T21:00:00Z'
    expect(said(' Ava Ortiz ')).toEqual({ accepted: true, because })
    expect(said('Ava Ortiz', publishedAt)).toEqual({ accepted: true, because })
    expect(said('Ava Ortiz', at('2026-11-10T20:59:59.999Z'))).toEqual({
      accepted: false,
      because: 'not published yet; publication is set for 2026-11-10T21:00:00Z',
    })
  })

  test('who may not declare it', () => {
    expect(said(' ')).toEqual({ accepted: false, because: 'declared by nobody; a named officer has to sign' })
    const one = altered('exclusions.officers', ['Ava Ortiz'])
    expect(said('Mallory', undefined, one)).toEqual({
      accepted: false,
      because: 'Mallory is not an officer named in the policy',
    })
    expect(said('Ava Ortiz', undefined, one).accepted).toBe(true)
  })
})

test("what is said of the customer's side", () => {
  const good = { outsideProbesGood: true, failedRequestsOnServer: 0 }
  expect(judgeCustomerSide(good)).toEqual({
    accepted: true,
    because: 'the probes from outside were good and no request failed on the server',
  })
  expect(judgeCustomerSide({ ...good, outsideProbesGood: false })).toEqual({
    accepted: false,
    because: 'the probes from outside failed as well',
  })
  expect(judgeCustomerSide({ ...good, failedRequestsOnServer: 3 })).toEqual({
    accepted: false,
    because: '3 requests failed on the server as well',
  })
})
