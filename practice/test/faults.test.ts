import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { practiceForTest, readLog, setFault, temporaryFolder } from './practice-for-test.ts'

const ISO_MS = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

test('the log says what was broken from when to when, to the millisecond', async () => {
  const practice = await practiceForTest()
  expect(await readLog(practice)).toEqual([])
  const before = new Date().toISOString()
  const put = await setFault(practice, 'payments', 'down')
  const between = new Date().toISOString()
  expect(put.status).toBe(200)
  const open = await readLog(practice)
  expect(open).toEqual([{ part: 'payments', fault: 'down', from: expect.stringMatching(ISO_MS), to: null }])
  expect(await put.json()).toEqual(open[0])
  expect(open[0]!.from >= before && open[0]!.from <= between).toBe(true)

  expect((await setFault(practice, 'payments', null)).status).toBe(204)
  const [closed] = await readLog(practice)
  expect(closed).toEqual({ ...open[0], to: expect.stringMatching(ISO_MS) })
  expect(closed!.to! >= between && closed!.to! <= new Date().toISOString()).toBe(true)
})

test('the same fault twice is one breakage; another fault ends the first at the instant it begins', async () => {
  const practice = await practiceForTest()
  await setFault(practice, 'voting', 'slow')
  await setFault(practice, 'voting', 'slow')
  await setFault(practice, 'voting', 'drop')
  await setFault(practice, 'voting', null)
  await setFault(practice, 'voting', null)
  const log = await readLog(practice)
  expect(log.map(({ fault }) => fault)).toEqual(['slow', 'drop'])
  expect(log[0]!.to).toBe(log[1]!.from)
  expect(log[1]!.to).toMatch(ISO_MS)
})

test('many changes at once leave one open breakage a part at most, and none that overlaps another', async () => {
  const practice = await practiceForTest()
  const faults = ['down', 'slow', 'wrong', 'drop', null]
  await Promise.all(
    Array.from({ length: 60 }, (_, i) => setFault(practice, i % 2 ? 'home' : 'voting', faults[i % 5]!)),
  )
  const log = await readLog(practice)
  expect(log.length).toBeGreaterThan(4)
  for (const part of ['home', 'voting']) {
    const own = log.filter((entry) => entry.part === part)
    expect(own.length).toBeGreaterThan(0)
    for (const [index, { from, to }] of own.entries()) {
      expect(from <= (to ?? from)).toBe(true)
      if (index < own.length - 1) expect(to! <= own[index + 1]!.from).toBe(true)
    }
  }
})

describe('what is not understood is refused with a reason, and changes nothing', () => {
  const put = (url: string, body: string | Uint8Array<ArrayBuffer>) => fetch(url, { method: 'PUT', body })
  const cases = [
    ['an unknown part', 404, 'unknown_part', 'gate', '{"fault":"down"}'],
    ['a part in capitals', 404, 'unknown_part', 'HOME', '{"fault":"down"}'],
    ['a name of Object', 404, 'unknown_part', '__proto__', '{"fault":"down"}'],
    ['an unknown fault', 400, 'unknown_fault', 'home', '{"fault":"on fire"}'],
    ['a fault that is no text', 400, 'unknown_fault', 'home', '{"fault":["down"]}'],
    ['no fault', 400, 'unknown_fault', 'home', '{}'],
    ['a page that expires', 400, 'unknown_fault', 'home', '{"fault":"expired"}'],
    ['a certificate that is slow', 400, 'unknown_fault', 'certificate', '{"fault":"slow"}'],
    ['an unknown field', 400, 'unknown_field', 'home', '{"fault":"down","until":"noon"}'],
    ['no body', 400, 'body_not_json', 'home', ''],
    ['half a body', 400, 'body_not_json', 'home', '{"fault":'],
    ['a list', 400, 'body_not_object', 'home', '["down"]'],
    ['null', 400, 'body_not_object', 'home', 'null'],
    ['bytes that are no text', 400, 'body_not_utf8', 'home', new Uint8Array([0x22, 0xff, 0x22])],
    ['a body of 1025 bytes', 413, 'body_too_large', 'home', `{"fault":"down"}${' '.repeat(1009)}`],
    ['a body of 8 MB', 413, 'body_too_large', 'home', 'x'.repeat(8_000_000)],
  ] as const
  test.each(cases)('%s: %i %s', async (_, status, code, part, body) => {
    const practice = await practiceForTest()
    const response = await put(`${practice.url}/practice/faults/${part}`, body)
    expect(response.status).toBe(status)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(await response.json()).toMatchObject({
      type: 'about:blank',
      status,
      code,
      detail: expect.stringMatching(/\.$/),
    })
    expect(await readLog(practice)).toEqual([])
    expect((await fetch(practice.url)).status).toBe(200)
  })

  test('a body of exactly 1024 bytes is read', async () => {
    const practice = await practiceForTest()
    const body = `{"fault":"down"}${' '.repeat(1008)}`
    expect((await put(`${practice.url}/practice/faults/home`, body)).status).toBe(200)
  })

  test('a wrong method is told the right ones', async () => {
    const practice = await practiceForTest()
    const response = await fetch(`${practice.url}/practice/faults/home`)
    expect(response.status).toBe(405)
    expect(response.headers.get('allow')).toBe('PUT, DELETE, POST')
    const log = await fetch(`${practice.url}/practice/log`, { method: 'DELETE' })
    expect(log.status).toBe(405)
    expect(await log.json()).toMatchObject({ code: 'method_not_allowed' })
  })
})

describe('the ground truth outlives the process', () => {
  test('a fault left open is still there, since the same instant, after a start on the same data', async () => {
    const folder = temporaryFolder()
    const first = await practiceForTest(folder)
    await setFault(first, 'home', 'wrong')
    await setFault(first, 'home', null)
    await setFault(first, 'payments', 'down')
    const log = await readLog(first)
    const second = await practiceForTest(folder)
    expect(await readLog(second)).toEqual(log)
    expect((await fetch(`${second.url}/payments`)).status).toBe(503)
    await setFault(second, 'payments', null)
    expect((await readLog(second))[1]).toEqual({ ...log[1], to: expect.stringMatching(ISO_MS) })
  })

  test('half a line, as a crash leaves it, is cut off and the log goes on', async () => {
    const folder = temporaryFolder()
    const first = await practiceForTest(folder)
    await setFault(first, 'voting', 'slow')
    await first.close()
    const file = join(folder, 'practice', 'faults.jsonl')
    const whole = readFileSync(file, 'utf8')
    appendFileSync(file, '{"at":"2026-11-24T10:00')
    const second = await practiceForTest(folder)
    expect(readFileSync(file, 'utf8')).toBe(whole)
    await setFault(second, 'voting', null)
    const third = await practiceForTest(folder)
    expect(await readLog(third)).toEqual(await readLog(second))
    expect(await readLog(third)).toHaveLength(1)
  })

  test.each([
    ['is not JSON', 'not json\n', /line 1, is not JSON/],
    [
      'is no fault',
      '{"at":"2026-11-24T10:00:00.000Z","part":"gate","fault":"down"}\n',
      /holds a line that is no fault/,
    ],
    ['is null', 'null\n', /holds a line that is no fault/],
  ])('a whole line that %s stops the start with a sentence', async (_, line, message) => {
    const folder = temporaryFolder()
    const first = await practiceForTest(folder)
    await first.close()
    writeFileSync(join(folder, 'practice', 'faults.jsonl'), line)
    await expect(practiceForTest(folder)).rejects.toThrow(message)
  })

  test('an instant never goes back behind what is written, whatever the clock does', async () => {
    const folder = temporaryFolder()
    const first = await practiceForTest(folder)
    await first.close()
    const ahead = '2099-01-01T00:00:00.000Z'
    const line = `{"at":"${ahead}","part":"home","fault":"down"}\n`
    writeFileSync(join(folder, 'practice', 'faults.jsonl'), line)
    const second = await practiceForTest(folder)
    await setFault(second, 'home', null)
    expect(await readLog(second)).toEqual([{ part: 'home', fault: 'down', from: ahead, to: ahead }])
  })
})
