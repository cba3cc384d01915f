import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { carla, HOUR, stretch } from '../../test/cast.ts'
import { alteredData, policyText, published } from '../../test/policies.ts'
import { runSla } from '../../test/run-sla.ts'
import { agreementHtml, agreementMarkdown, month } from '../index.ts'
import { main } from './main.ts'

const SLA = fileURLToPath(new URL('../../bin/sla.js', import.meta.url))

/** `sla` in this process, with streams of its own. */
async function sla(args: string[], stdin: string | Readable = '') {
  let [stdout, stderr] = ['', '']
  const collect = (add: (text: string) => void) =>
    new Writable({
      write(chunk, _, done) {
        add(String(chunk))
        done()
      },
    })
  const status = await main(args, {
    stdin: typeof stdin === 'string' ? Readable.from([Buffer.from(stdin)]) : stdin,
    stdout: collect((text) => {
      stdout += text
    }),
    stderr: collect((text) => {
      stderr += text
    }),
  })
  return { status, stdout, stderr, json: () => JSON.parse(stdout) }
}

const ask = (command: string, input: unknown, ...more: string[]) =>
  sla([command, '-', ...more], JSON.stringify(input))

let folder = ''
const file = (name: string, text: string) => {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sla of Ava '))
})
afterAll(() => rmSync(folder, { recursive: true }))

const question = { severity: 'P2', receivedAt: '2026-11-20T17:59:59-08:00' }
const outage = { month: '2026-11', down: [stretch('2026-11-10T20:00:00Z', 4 * HOUR)], subscriptions: [carla] }

describe('every command answers in exactly its shape', () => {
  const calendar = { zone: 'UTC', weekly: { mon: ['09:00-12:00', '13:00-18:00'] }, holidays: ['2026-11-30'] }
  test.each([
    ['hours', { from: '2026-11-20T17:00:00-08:00', to: '2026-11-23T10:00:00-08:00' }, '{"ms":7200000}'],
    ['hours', { calendar, from: '2026-11-23T11:00:00Z', to: '2026-12-07T14:00:00Z' }, '{"ms":36000000}'],
    [
      'hours',
      { calendar: { zone: 'UTC', weekly: {} }, from: '2026-11-23T11:00:00Z', to: '2027-12-07T14:00:00Z' },
      '{"ms":0}',
    ],
    ['add', { from: '2026-11-20T17:00:00-08:00', ms: 0 }, '{"at":"2026-11-21T01:00:00Z"}'],
    ['add', { from: '2026-11-20T18:00:00-08:00', ms: 0 }, '{"at":"2026-11-23T17:00:00Z"}'],
    ['add', { calendar, from: '2026-11-23T11:00:00Z', ms: 7_200_001 }, '{"at":"2026-11-23T14:00:00.001Z"}'],
    ['slot', { requestedAt: '2026-11-20T17:00:00-08:00' }, '{"latestStart":"2026-11-25T22:00:00Z"}'],
    [
      'due',
      question,
      '{"dueAt":"2026-11-23T20:59:59Z","respondedAt":null,"state":"waiting","breachedAt":null,"segments":[{"severity":"P2","from":"2026-11-21T01:59:59Z","to":null,"dueAt":"2026-11-23T20:59:59Z"}]}',
    ],
    [
      'uptime',
      { period: { start: '2026-11-10T00:00:00Z', end: '2026-11-10T01:00:00Z' }, down: [] },
      '{"periodMs":3600000,"measuredMs":3600000,"downMs":0,"excludedDownMs":0,"countedDownMs":0,"unsettledMs":0,"uptime":"100.0000","creditPercent":0,"exclusions":[]}',
    ],
  ])('%s of %j', async (command, input, answer) => {
    expect(await ask(command, input)).toMatchObject({ status: 0, stdout: `${answer}\n`, stderr: '' })
  })

  test('month writes a statement, and verify says whether it holds, 0 or 1', async () => {
    const closed = await ask('month', outage)
    expect(closed).toMatchObject({ status: 0, stdout: `${JSON.stringify(month(outage as never))}\n` })
    expect(await sla(['verify', '-'], closed.stdout)).toMatchObject({
      status: 0,
      stdout: '{"verified":true}\n',
    })
    const forged = await ask('verify', { ...closed.json(), claimBy: null })
    expect(forged.status).toBe(1)
    expect(Object.keys(forged.json())).toEqual(['verified', 'differences'])
    expect(forged.json().verified).toBe(false)
  })

  test('check says whether a policy holds, 0 or 1', async () => {
    expect(await sla(['check', file('good.yaml', policyText)])).toMatchObject({
      status: 0,
      stdout: '{"valid":true,"problems":[]}\n',
    })
    const bad = await sla(['check', '-'], policyText.replace('row: 3', 'row: 4'))
    expect(bad.status).toBe(1)
    expect(bad.json()).toMatchObject({ valid: false, problems: [{ path: 'meanings.sustained.row' }] })
  })

  test('agreement is Markdown unless HTML is asked for', async () => {
    expect((await sla(['agreement'])).stdout).toBe(agreementMarkdown(published))
    expect((await sla(['agreement', '--format', 'md'])).stdout).toBe(agreementMarkdown(published))
    expect((await sla(['agreement', '--format', 'html'])).stdout).toBe(agreementHtml(published))
  })
})

describe('input that is not of the shape ends in 2, a path and a sentence', () => {
  test.each([
    ['due', { ...question, severity: 'P5' }, 'severity', 'input_invalid'],
    ['due', { ...question, subject: 'x' }, 'subject', 'field_unknown'],
    ['due', { severity: 'P2' }, 'receivedAt', 'input_invalid'],
    [
      'due',
      { ...question, events: [{ at: question.receivedAt, type: 'closed' }] },
      'events[0].type',
      'input_invalid',
    ],
    [
      'due',
      { ...question, events: [{ at: question.receivedAt, type: 'reply', by: 'staff' }] },
      'events[0].public',
      'input_invalid',
    ],
    ['due', { ...question, events: {} }, 'events', 'input_invalid'],
    ['due', { ...question, receivedAt: '2026-11-31T00:00:00Z' }, 'receivedAt', 'instant_invalid'],
    ['due', { ...question, receivedAt: 1 }, 'receivedAt', 'input_invalid'],
    ['due', { ...question, now: null }, 'now', 'input_invalid'],
    ['hours', { from: '2026-11-20T17:00:00Z', to: '2026-11-20T16:00:00Z' }, 'to', 'interval_reversed'],
    ['hours', { from: '2026-11-20T17:00:00Z' }, 'to', 'input_invalid'],
    [
      'hours',
      { calendar: { zone: 'UTC' }, from: '2026-11-20T17:00:00Z', to: '2026-11-20T17:00:00Z' },
      'calendar.weekly',
      'calendar_invalid',
    ],
    [
      'hours',
      { calendar: { zone: 'Mars', weekly: {} }, from: '2026-11-20T17:00:00Z', to: '2026-11-20T17:00:00Z' },
      'calendar.zone',
      'zone_unknown',
    ],
    [
      'hours',
      {
        calendar: { zone: 'UTC', weekly: { mon: ['12:00-09:00'] } },
        from: '2026-11-20T17:00:00Z',
        to: '2026-11-20T17:00:00Z',
      },
      'calendar.weekly.mon[0]',
      'calendar_invalid',
    ],
    [
      'hours',
      { calendar: 5, from: '2026-11-20T17:00:00Z', to: '2026-11-20T17:00:00Z' },
      'calendar',
      'input_invalid',
    ],
    ['add', { from: '2026-11-20T17:00:00Z', ms: -1 }, 'ms', 'input_invalid'],
    ['add', { from: '2026-11-20T17:00:00Z', ms: 0.5 }, 'ms', 'input_invalid'],
    ['add', { from: '2026-11-20T17:00:00Z', ms: '1' }, 'ms', 'input_invalid'],
    [
      'add',
      { calendar: { zone: 'UTC', weekly: {} }, from: '2026-11-20T17:00:00Z', ms: 1 },
      'calendar',
      'calendar_never_opens',
    ],
    ['slot', {}, 'requestedAt', 'input_invalid'],
    ['uptime', { period: {}, down: [] }, 'period', 'input_invalid'],
    [
      'uptime',
      { period: { month: '2026-11', start: '2026-11-01T00:00:00Z' }, down: [] },
      'period',
      'input_invalid',
    ],
    ['uptime', { period: { start: '2026-11-01T00:00:00Z' }, down: [] }, 'period', 'input_invalid'],
    ['uptime', { period: { month: '2026-00' }, down: [] }, 'period.month', 'month_invalid'],
    [
      'uptime',
      { period: { month: '2026-11' }, down: [], now: '2026-11-01T00:00:00Z' },
      'now',
      'field_unknown',
    ],
    [
      'uptime',
      { period: { month: '2026-11' }, down: [{ start: '2026-11-01T00:00:00Z' }] },
      'down[0].end',
      'input_invalid',
    ],
    [
      'uptime',
      { period: { month: '2026-11' }, down: [], maintenance: [{ ...stretch('2026-11-01T08:00:00Z', 1) }] },
      'maintenance[0].publishedAt',
      'input_invalid',
    ],
    [
      'uptime',
      {
        period: { month: '2026-11' },
        down: [],
        vendorOutages: [{ ...stretch('2026-11-01T08:00:00Z', 1), vendor: 'neon', status: 'broken' }],
      },
      'vendorOutages[0].status',
      'input_invalid',
    ],
    [
      'uptime',
      {
        period: { month: '2026-11' },
        down: [],
        unmeasured: [{ ...stretch('2026-11-01T08:00:00Z', 1), settled: 'maybe' }],
      },
      'unmeasured[0].settled',
      'input_invalid',
    ],
    ['month', { ...outage, now: '2026-11-30T00:00:00Z' }, 'month', 'month_open'],
    ['verify', {}, 'inputs', 'input_invalid'],
  ])('%s %j: %s', async (command, input, path, code) => {
    const { status, json, stderr } = await ask(command, input)
    const { error } = json()
    expect(Object.keys(error)).toEqual(['code', 'message', 'path'])
    expect({ status, path: error.path, code: error.code }).toEqual({ status: 2, path, code })
    expect(error.message).toMatch(/^\S.{8,}[.)]$/s)
    expect(stderr).toBe(`${path}: ${error.message}\n`)
  })

  test.each(['', '{', 'null', '[]', '5', '"x"', '{"a":1}{}', '\u0000'])(
    'a text that is no object: %j',
    async (text) => {
      for (const command of ['hours', 'add', 'due', 'slot', 'uptime', 'month', 'verify'])
        expect(await sla([command, '-'], text)).toMatchObject({
          status: 2,
          stdout: expect.stringMatching(/^\{"error":/),
        })
    },
  )
})

describe('arguments', () => {
  test.each([
    [['bogus', '-']],
    [['toString', '-']],
    [['due']],
    [['check']],
    [['due', '-', 'x']],
    [['due', '--nope', '-']],
    [['due', '-', '--policy']],
    [['agreement', 'x']],
    [['agreement', '--format', 'pdf']],
  ])('%j is refused with a word on how to go on', async (args) => {
    const { status, json, stderr } = await sla(args, '{}')
    expect({ status, code: json().error.code }).toEqual({ status: 2, code: 'usage' })
    expect(stderr).toContain('sla --help')
  })

  test('--help, and nothing at all, tell every command', async () => {
    for (const args of [['--help'], [], ['due', '-h']]) {
      const { status, stdout } = await sla(args)
      expect(status).toBe(0)
      for (const name of ['hours', 'add', 'due', 'slot', 'uptime', 'month', 'verify', 'check', 'agreement'])
        expect(stdout).toContain(`sla ${name} `)
    }
  })

  test('--version is that of the package', async () => {
    expect(await sla(['--version'])).toMatchObject({ status: 0, stdout: '0.1.0\n' })
  })

  test('a file that is missing, or a folder, is refused', async () => {
    for (const args of [
      ['due', join(folder, 'none.json')],
      ['due', folder],
      ['due', '--jsonl', join(folder, 'none.jsonl')],
      ['due', '--jsonl', folder],
      ['check', join(folder, 'none.yaml')],
      ['agreement', '--policy', join(folder, 'none.yaml')],
    ]) {
      const { status, json } = await sla(args)
      expect({ status, code: json().error.code }).toEqual({ status: 2, code: 'file_unreadable' })
    }
  })

  test('input comes from a file, with a byte order mark or without', async () => {
    const plain = await sla(['due', file('q.json', JSON.stringify(question))])
    const marked = await sla(['due', file('bom.json', `\uFEFF${JSON.stringify(question)}`)])
    expect(plain).toMatchObject({ status: 0 })
    expect(marked.stdout).toBe(plain.stdout)
  })
})

describe('--policy', () => {
  const version = (name: string, changes: Record<string, unknown>) =>
    file(`${name}.yaml`, JSON.stringify(alteredData({ version: name, ...changes })))

  test('judges by that file instead', async () => {
    const slow = version('slow', { 'meanings.meeting.is': '9 business hours' })
    const { json } = await ask('slot', { requestedAt: '2026-11-20T17:00:00-08:00' }, '--policy', slow)
    expect(json()).toEqual({ latestStart: '2026-11-24T01:00:00Z' })
    expect((await sla(['agreement', '--policy', slow])).stdout).toContain('9 business hours')
  })

  test('given twice, each date is judged by the version in force on it', async () => {
    const first = version('one', { effectiveFrom: '2026-01-01' })
    const second = version('two', { effectiveFrom: '2026-06-15', 'meanings.meeting.is': '9 business hours' })
    const given = ['--policy', second, '--policy', first]
    const lines = ['2026-06-14T23:59:59-07:00', '2026-06-15T00:00:00-07:00'].map((requestedAt) =>
      JSON.stringify({ requestedAt }),
    )
    const { stdout } = await sla(['slot', '--jsonl', '-', ...given], lines.join('\n'))
    expect(stdout).toBe('{"latestStart":"2026-06-17T22:00:00Z"}\n{"latestStart":"2026-06-16T01:00:00Z"}\n')
    const { json } = await ask('month', { ...outage, month: '2026-06', down: [] }, ...given)
    expect(json().policy.version).toBe('one')
    expect((await sla(['agreement', ...given])).stdout).toContain('Version two')
  })

  test('before the first version the first is used, and says so', async () => {
    for (const [command, input] of [
      ['slot', { requestedAt: '2026-10-31T23:59:59-07:00' }],
      ['add', { from: '2026-10-01T00:00:00Z', ms: 1 }],
      ['due', { ...question, receivedAt: '2026-10-01T00:00:00Z' }],
      ['uptime', { period: { month: '2026-10' }, down: [] }],
      ['uptime', { period: { start: '2026-10-01T00:00:00Z', end: '2026-12-01T00:00:00Z' }, down: [] }],
      ['month', { ...outage, month: '2026-10' }],
      ['verify', month({ ...outage, month: '2026-10' } as never)],
    ] as const) {
      const { status, stderr } = await ask(command, input)
      expect({ status, stderr }).toEqual({
        status: 0,
        stderr: 'Judged by tractops-2026-11, the first version, which is in force from 2026-11-01 only.\n',
      })
    }
    expect((await ask('slot', { requestedAt: '2026-11-01T00:00:00-07:00' })).stderr).toBe('')
    const own = {
      calendar: { zone: 'UTC', weekly: {} },
      from: '2026-10-01T00:00:00Z',
      to: '2026-10-02T00:00:00Z',
    }
    expect((await ask('hours', own)).stderr).toBe('')
    const line = '{"requestedAt":"2026-10-01T00:00:00Z"}\n'
    expect((await sla(['slot', '--jsonl', '-'], line + line)).stderr.split('\n')).toHaveLength(2)
  })

  test('a bad one is refused with every line', async () => {
    const bad = file('bad.yaml', policyText.replace('row: 3', 'row: 4').replace('"99.5"', '"abc"'))
    const { status, json } = await ask('due', question, '--policy', bad)
    expect(status).toBe(2)
    expect(json().error).toMatchObject({ code: 'policy_invalid', path: expect.any(String) })
    expect(json().error.message.match(/line \d+: /g).length).toBeGreaterThanOrEqual(2)
  })
})

describe('--jsonl', () => {
  const good = JSON.stringify({ requestedAt: '2026-11-20T17:00:00-08:00' })
  const answer = '{"latestStart":"2026-11-25T22:00:00Z"}'
  const lines = async (text: string | Readable, command = 'slot') => {
    const { status, stdout } = await sla([command, '--jsonl', '-'], text)
    return { status, lines: stdout.split('\n').slice(0, -1) }
  }

  test('answers each line in order and keeps going after a bad one', async () => {
    const { status, lines: answers } = await lines(`${good}\nnonsense\n{"requestedAt":5}\n${good}\n`)
    expect(status).toBe(0)
    expect(answers).toEqual([
      answer,
      expect.stringContaining('"json_invalid"'),
      expect.stringContaining('"path":"requestedAt"'),
      answer,
    ])
  })

  test('an empty line is a bad line, the last line feed ends the last line, CR LF is fine', async () => {
    expect((await lines(`${good}\r\n\r\n${good}`)).lines).toEqual([
      answer,
      expect.stringContaining('json_invalid'),
      answer,
    ])
    expect((await lines('')).lines).toEqual([])
    expect((await lines('\n')).lines).toHaveLength(1)
  })

  test('a line separator within a text does not end a line', async () => {
    const claims = [{ customer: 'car\u2028la\u2029\u0085', receivedAt: '2026-12-02T00:00:00Z' }]
    const subscriptions = [{ ...carla, customer: 'car\u2028la\u2029\u0085' }]
    const { lines: answers } = await lines(
      `${JSON.stringify({ ...outage, subscriptions, claims })}\n`,
      'month',
    )
    expect(answers).toHaveLength(1)
    expect(JSON.parse(answers[0]!).credits[0]).toMatchObject({
      customer: 'car\u2028la\u2029\u0085',
      status: 'claimed',
    })
  })

  test('lines are whole however the input is cut, in the middle of a letter too', async () => {
    const bytes = Buffer.from(`{"requestedAt":"é"}\n${good}\n`)
    const { lines: answers } = await lines(Readable.from([...bytes].map((byte) => Buffer.from([byte]))))
    expect(answers).toEqual([expect.stringContaining('é'), answer])
  })

  test('one "no" among the lines of verify, or a refused line, ends in 1', async () => {
    const statement = JSON.stringify(month(outage as never))
    const forged = statement.replace('"amountCents":1745', '"amountCents":1746')
    expect(await lines(`${statement}\n${statement}\n`, 'verify')).toEqual({
      status: 0,
      lines: ['{"verified":true}', '{"verified":true}'],
    })
    expect((await lines(`${statement}\n${forged}\n${statement}\n`, 'verify')).status).toBe(1)
    expect((await lines(`{}\n${statement}\n`, 'verify')).status).toBe(1)
  })

  test('waits for a slow reader, and holds no more than it has been asked for', async () => {
    let [produced, consumed, furthest] = [0, 0, 0]
    const stdin = Readable.from(
      (function* () {
        for (; produced < 5_000; produced++) yield Buffer.from(`${good}\n`)
      })(),
    )
    const stdout = new Writable({
      highWaterMark: 4_096,
      write(_, __, done) {
        consumed++
        furthest = Math.max(furthest, produced - consumed)
        setImmediate(done)
      },
    })
    expect(await main(['slot', '--jsonl', '-'], { stdin, stdout, stderr: new PassThrough() })).toBe(0)
    expect(produced).toBe(5_000)
    expect(furthest).toBeLessThan(500)
  })

  test('the process answers 100 000 lines with 100 000', async () => {
    const { status, stdout } = await runSla(['slot', '--jsonl', '-'], `${good}\n`.repeat(100_000))
    expect(status).toBe(0)
    expect(stdout).toBe(`${answer}\n`.repeat(100_000))
  })

  test('a reader that closes the pipe early ends the process quietly', async () => {
    const child = spawn(process.execPath, [SLA, 'slot', '--jsonl', '-'])
    child.stdin.on('error', () => {})
    let stderr = ''
    child.stderr.on('data', (chunk) => {
      stderr += chunk
    })
    child.stdout.once('data', () => child.stdout.destroy())
    child.stdin.write(`${good}\n`.repeat(50_000))
    const status = await new Promise((resolve) => child.on('close', resolve))
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  })
})

describe('the process', () => {
  test('exits with 0, 1 and 2', async () => {
    const path = file('statement.json', JSON.stringify(month(outage as never)))
    expect(await runSla(['verify', path])).toEqual({ status: 0, stdout: '{"verified":true}\n', stderr: '' })
    expect((await runSla(['check', '-'], 'version: 1')).status).toBe(1)
    expect((await runSla(['due', '-'], '{}')).status).toBe(2)
    expect((await runSla(['--version'])).stdout).toBe('0.1.0\n')
  })

  test('writes a large statement whole into a pipe', async () => {
    const subscriptions = Array.from({ length: 5_000 }, (_, i) => ({ ...carla, customer: `customer ${i}` }))
    const { status, stdout } = await runSla(['month', '-'], JSON.stringify({ ...outage, subscriptions }))
    expect(status).toBe(0)
    expect(JSON.parse(stdout).credits).toHaveLength(5_000)
  })
})
