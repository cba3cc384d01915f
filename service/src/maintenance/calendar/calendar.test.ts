import { afterEach, expect, test } from 'vitest'
import { at, openStage, type Stage } from '../../../test/maintenance-stage.ts'
import { calendarFeed } from '../index.ts'
import { cancelMaintenance } from '../run/cancel-maintenance.ts'

let stage: Stage
afterEach(() => stage.close())

/** The feed's lines, folded ones put together again (RFC 5545 §3.1). */
async function feed() {
  const text = await stage.doing((ctx) => calendarFeed(ctx, { publicUrl: 'https://status.example.com' }))
  expect(text.split('\r\n').every((line) => Buffer.byteLength(line) <= 75)).toBe(true)
  return text.replaceAll('\r\n ', '').split('\r\n')
}
const values = (lines: string[], name: string) =>
  lines.flatMap((line) => (line.startsWith(`${name}:`) ? [line.slice(name.length + 1)] : []))

test('a calendar follows a maintenance by its UID: its change counts up, its cancellation stays', async () => {
  stage = await openStage(at('2026-11-20T10:00:00Z'))
  const { plan, publish, change, doing, out } = stage
  const id = await plan()
  expect(values(await feed(), 'UID')).toEqual([])
  await publish(id)
  const first = await feed()
  expect(values(first, 'METHOD')).toEqual(['PUBLISH'])
  expect(values(first, 'UID')).toEqual([`${id}@tractops`])
  expect(values(first, 'DTSTART')).toEqual(['20261129T100000Z'])
  expect(values(first, 'DTEND')).toEqual(['20261129T120000Z'])
  expect(values(first, 'SEQUENCE')).toEqual(['0'])
  expect(values(first, 'STATUS')).toEqual(['CONFIRMED'])
  expect(values(first, 'DTSTAMP')).toEqual(['20261120T100000Z'])
  expect(first).toContain(`URL;VALUE=URI:https://status.example.com/status/maintenance/${id}`)
  await change(id, { end: at('2026-11-29T13:00:00Z') })
  const second = await feed()
  expect([values(second, 'UID'), values(second, 'SEQUENCE'), values(second, 'DTEND')]).toEqual([
    [`${id}@tractops`],
    ['1'],
    ['20261129T130000Z'],
  ])
  await doing((ctx) => cancelMaintenance(ctx, out, id, { because: 'No.' }))
  const third = await feed()
  expect([values(third, 'SEQUENCE'), values(third, 'STATUS')]).toEqual([['2'], ['CANCELLED']])
})

test('nothing in a title breaks out of its line', async () => {
  stage = await openStage(at('2026-11-20T10:00:00Z'))
  const id = await stage.plan()
  await stage.p.pool.query("update maintenance set text = E'one\\nEND:VEVENT\\nATTENDEE:mallory, and; more'")
  await stage.publish(id)
  const lines = await feed()
  expect(lines.filter((line) => line === 'END:VEVENT')).toHaveLength(1)
  expect(lines.filter((line) => line.startsWith('ATTENDEE'))).toEqual([])
})
