import { defaultPolicies } from '@tractops/sla'
import { describe, expect, test } from 'vitest'
import { at } from '../../../test/maintenance-stage.ts'
import { noticeOf, standing } from './standing.ts'

const [policy] = defaultPolicies()
const told = (start: string, end: string, publishedAt: string, emailedAt: string | null = publishedAt) => ({
  start: at(`2026-11-29T${start}:00Z`),
  end: at(`2026-11-29T${end}:00Z`),
  publishedAt: at(`2026-11-${publishedAt}:00Z`),
  emailedAt: emailedAt === null ? null : at(`2026-11-${emailedAt}:00Z`),
})
const pieces = (...announcements: ReturnType<typeof told>[]) =>
  standing(announcements).map(({ start, end, publishedAt }) =>
    [start, end, publishedAt].map((i) => i.toString().slice(8, 16)).join(' '),
  )

describe('SLA §5: what stands of several announcements (rows 20, 21)', () => {
  const first = told('10:00', '12:00', '26T10:00')
  test('one stands as it is', () => {
    expect(pieces(first)).toEqual(['29T10:00 29T12:00 26T10:00'])
    expect(noticeOf(policy!, standing([first]))).toEqual({
      enough: true,
      because: 'announced 72 h ahead on /status and by mail',
    })
  })
  test('an extension is announced by itself, and the old notice keeps what it promised', () => {
    const longer = told('10:00', '13:00', '29T11:30')
    expect(pieces(first, longer)).toEqual(['29T10:00 29T12:00 26T10:00', '29T12:00 29T13:00 29T11:30'])
    expect(noticeOf(policy!, standing([first, longer]))).toEqual({
      enough: false,
      because: 'the part that was added: announced 30 min ahead; 48 h are needed',
    })
  })
  test('what is moved away from is announced no more, and what is moved to was announced by the move', () => {
    expect(pieces(first, told('15:00', '17:00', '28T10:00'))).toEqual(['29T15:00 29T17:00 28T10:00'])
    expect(pieces(first, told('11:00', '13:00', '28T10:00'))).toEqual([
      '29T11:00 29T12:00 26T10:00',
      '29T12:00 29T13:00 28T10:00',
    ])
  })
  test('what was given up and taken back was announced when it was taken back', () => {
    expect(pieces(first, told('10:00', '11:00', '27T10:00'), told('09:00', '12:00', '28T10:00'))).toEqual([
      '29T09:00 29T10:00 28T10:00',
      '29T10:00 29T11:00 26T10:00',
      '29T11:00 29T12:00 28T10:00',
    ])
  })
  test('an announcement that some were not told of is none', () => {
    const untold = standing([told('10:00', '12:00', '26T10:00', null)])
    expect(noticeOf(policy!, untold)).toEqual({
      enough: false,
      because: 'not announced to every customer by mail',
    })
    expect(noticeOf(policy!, [])).toEqual({ enough: false, because: 'never announced' })
  })
})
