import { describe, expect, test } from 'vitest'
import { at } from '../../../test/maintenance-stage.ts'
import { type Evidence, toldBy } from './told.ts'

const published = at('2026-11-26T09:00:00Z')
const mail = (contact: string | null, accepted: string | null, of: Partial<Evidence> = {}): Evidence => ({
  customerId: `cus_${contact ?? 'nobody'}`,
  contactId: contact,
  counts: true,
  acceptedAt: accepted === null ? null : at(`2026-11-26T${accepted}:00Z`),
  ...{ failedAt: null, transport: 'smtp' },
  ...of,
})
const failed = { failedAt: at('2026-11-26T09:05:00Z') }

describe('SLA §5: everybody is told when the last mail was accepted (row 20)', () => {
  test('with nobody to tell, publication is all there is', () => {
    expect(toldBy([], published)).toEqual({ settled: true, emailedAt: published, told: 0, untold: 0 })
  })
  test('the last acceptance counts, and nothing before every mail is settled', () => {
    const both = [mail('carla', '09:01'), mail('dev', '09:40')]
    expect(toldBy(both, published)).toMatchObject({ emailedAt: at('2026-11-26T09:40:00Z'), told: 2 })
    expect(toldBy([...both, mail('eve', null)], published)).toEqual({ settled: false })
  })
  test('a mail that was only recorded told nobody', () => {
    const recorded = mail('dev', '09:02', { transport: 'embedded' })
    expect(toldBy([mail('carla', '09:01'), recorded], published)).toMatchObject({
      ...{ settled: true, emailedAt: null, told: 1, untold: 1 },
    })
  })
  test('one who was not told, or a customer with nobody to tell, leaves it undone', () => {
    expect(toldBy([mail('carla', '09:01'), mail('dev', null, failed)], published)).toMatchObject({
      emailedAt: null,
      told: 1,
      untold: 1,
    })
    expect(toldBy([mail(null, null, failed)], published)).toMatchObject({ emailedAt: null, untold: 1 })
  })
  test('a second mail to whom the first did not reach makes it good, at its own instant', () => {
    const again = [mail('dev', null, failed), mail('dev', '11:00')]
    expect(toldBy(again, published)).toMatchObject({ emailedAt: at('2026-11-26T11:00:00Z'), untold: 0 })
    const nobody = [
      mail(null, null, { ...failed, customerId: 'cus_dev' }),
      mail('dev', '12:00', { counts: false }),
    ]
    expect(toldBy(nobody, published)).toMatchObject({ emailedAt: at('2026-11-26T12:00:00Z'), untold: 0 })
  })
  test('a second mail to whom the first did reach changes nothing, and neither does a newcomer', () => {
    const more = [mail('carla', '09:01'), mail('carla', '10:00'), mail('eve', '23:00', { counts: false })]
    expect(toldBy(more, published)).toMatchObject({ emailedAt: at('2026-11-26T09:01:00Z'), told: 1 })
    expect(toldBy([...more, mail('eve', null, { counts: false })], published)).toMatchObject({
      settled: true,
    })
  })
})
