import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { configJsonSchema } from './json-schema.ts'
import { loadConfig } from './load-config.ts'
import { ConfigError } from './problems.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tractops-config-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const GOOD = `components:
  - key: payments
    name: Dues and payments
    critical: true
monitors:
  - key: pay
    component: payments
    every: 20s
    http: { url: "https://example.com/" }
`

function load(text: string | Buffer, env: Record<string, string> = {}) {
  const path = join(folder, 'tractops.yaml')
  writeFileSync(path, text)
  return loadConfig({ path, explicit: true, env, practice: null })
}

async function refusal(text: string | Buffer, env: Record<string, string> = {}): Promise<string> {
  const error = await load(text, env).catch((e: unknown) => e)
  expect(error).toBeInstanceOf(ConfigError)
  return (error as ConfigError).message
}

describe('a configuration that holds', () => {
  test('is read with lengths of time in ms and the defaults filled in', async () => {
    const { components, monitors, usesPractice } = await load(GOOD)
    expect(usesPractice).toBe(false)
    expect(components).toEqual([
      { key: 'payments', name: 'Dues and payments', description: null, critical: true },
    ])
    expect(monitors).toEqual([
      {
        kind: 'http',
        key: 'pay',
        component: 'payments',
        everyMs: 20_000,
        timeoutMs: 10_000,
        http: {
          method: 'GET',
          url: 'https://example.com/',
          headers: {},
          body: null,
          redirects: 5,
          family: null,
        },
        expect: {
          status: [{ from: 200, to: 299 }],
          body: null,
          json: [],
          redirectTo: null,
          latencyMs: null,
          tlsDaysLeft: null,
        },
        tls: { ca: null },
        allowPrivate: [],
      },
    ])
  })

  test('fills a secret in from the environment as text that cannot add YAML', async () => {
    const text = GOOD.replace(
      '{ url: "https://example.com/" }',
      '{ url: "https://example.com/", headers: { x-key: "${env:KEY}" } }',
    )
    const { monitors } = await load(text, { KEY: 'a: b # "c"' })
    expect(monitors[0]).toMatchObject({ http: { headers: { 'x-key': 'a: b # "c"' } } })
  })

  test('is the practice application where there is no file and none was asked for', async () => {
    const practice = {
      url: 'http://127.0.0.1:3100',
      tlsUrl: 'https://127.0.0.1:3143',
      ca: join(folder, 'none.pem'),
    }
    const from = { path: join(folder, 'absent.yaml'), env: {}, practice }
    await expect(loadConfig({ ...from, explicit: false })).rejects.toThrow('practice.yaml')
    await expect(loadConfig({ ...from, explicit: true })).rejects.toThrow(/absent\.yaml:1:1 There is no file/)
    expect((await loadConfig({ ...from, explicit: false, practice: null })).monitors).toEqual([])
  })

  test('the example file holds once its authority and its secret are there', async () => {
    const text = readFileSync(new URL('../../../../tractops.example.yaml', import.meta.url), 'utf8')
    expect(await refusal(text, { BACKUP_TOKEN: 'x'.repeat(20) })).toBe(
      'tractops.yaml:42:24 monitors[1].http.headers.authorization: ${env:PROBE_TOKEN} is not set; set PROBE_TOKEN in the environment, or write the value here.',
    )
    const open = await load(text.replace(/^ +tls: .*$/m, ''), {
      PROBE_TOKEN: 'x',
      BACKUP_TOKEN: 'x'.repeat(20),
    })
    expect(open.heartbeats!.map((m) => m.everyMs)).toEqual([88_200_000])
    expect(open.monitors.map((m) => `${m.key} ${m.kind}`)).toEqual([
      'home http',
      'payments http',
      'voting http',
      'health http',
      'plain-address http',
      'signed-in journey',
      'mail tcp',
      'name dns',
      'certificate tls',
    ])
  })
})

describe('a configuration that does not hold is refused', () => {
  test('with every problem at once, each at its line and column', async () => {
    const message = await refusal(`components:
  - key: payments
    name: Dues
    critcal: true
monitors:
  - key: a
    component: paymints
    every: 5s
    timeout: 20
    http: { url: ftp://x, redirects: 11 }
  - key: a
    component: payments
    every: 20s
    http: { url: "\${PRACTIC_URL}/" }
`)
    expect(message.split('\n')).toEqual([
      'tractops.yaml:2:5 components[0].critical: is missing; write true or false.',
      'tractops.yaml:4:5 components[0].critcal: "critcal" is not a field here; did you mean "critical"?',
      'tractops.yaml:7:16 monitors[0].component: "paymints" is not a component of this file; did you mean "payments"? The components are payments.',
      'tractops.yaml:8:12 monitors[0].every: "5s" is shorter than 10s; write 10s to 1h.',
      'tractops.yaml:9:14 monitors[0].timeout: 20 is not a length of time; write 100ms to 5m.',
      'tractops.yaml:10:18 monitors[0].http.url: "ftp://x" is not an address; write one that begins with http:// or https://.',
      'tractops.yaml:10:38 monitors[0].http.redirects: 11 is more than 10; write 10 or less.',
      'tractops.yaml:11:10 monitors[1].key: "a" is taken by an earlier one; every key stands once.',
      'tractops.yaml:14:18 monitors[1].http.url: "${PRACTIC_URL}" cannot be filled in; did you mean ${PRACTICE_URL}?',
    ])
  })

  test.each([
    [
      'a check that may outlast its interval',
      GOOD.replace('every: 20s', 'every: 20s\n    timeout: 20s'),
      /monitors\[0\]\.timeout: "20s" is not less than `every`/,
    ],
    [
      'a component that nothing watches',
      GOOD.replace('monitors:', '  - { key: x, name: X, critical: false }\nmonitors:'),
      /components\[1\]\.key: "x" is watched by no monitor/,
    ],
    [
      'a key that stands twice',
      GOOD.replace('    every: 20s', '    every: 20s\n    every: 30s'),
      /:9:5 This key stands twice/,
    ],
    ['a tab', GOOD.replace('    every', '\tevery'), /:8:\d+ .*tab/i],
    [
      'text that is not UTF-8',
      Buffer.concat([Buffer.from(GOOD), Buffer.from([0x23, 0xff, 0xfe])]),
      /not UTF-8/,
    ],
    ['10 MB', `${GOOD}#${'x'.repeat(10 * 1024 * 1024)}`, /has 11 MB/],
    ['an empty file', '', /tractops\.yaml:1:1 /],
    ['two documents', `${GOOD}---\n${GOOD}`, /several documents/],
    [
      'aliases that multiply',
      `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghij'
        .split('')
        .map((n, i) => `${n}: &${n} [${Array(9).fill(`*${'abcdefghij'[i]}`).join(',')}]`)
        .join('\n')}\n`,
      /Aliases/,
    ],
    ['endless nesting', '['.repeat(100_000), /nested too deep/],
    [
      'nesting by lines',
      Array.from({ length: 300 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'),
      /nested too deep|is not a field/,
    ],
    [
      'a name and password in an address',
      GOOD.replace('//example', '//me:secret@example'),
      /holds a name or password/,
    ],
    [
      'a header that the check sets itself',
      GOOD.replace('" }', '", headers: { Host: a } }'),
      /set by the check itself/,
    ],
    [
      'a page expected of a HEAD',
      GOOD.replace('" }', '", method: HEAD }\n    expect: { body: x }'),
      /HEAD is answered without a page/,
    ],
    [
      'a certificate of a plain address',
      GOOD.replace('https:', 'http:').replace('" }', '" }\n    expect: { tlsDaysLeft: 3 }'),
      /Only an https address/,
    ],
    [
      'an authority that is not there',
      GOOD.replace('" }', '" }\n    tls: { ca: nowhere.pem }'),
      /names no file with a PEM/,
    ],
  ])('%s', async (_, text, says) => {
    expect(await refusal(text)).toMatch(says)
  })

  test('without ever showing a secret that was filled in', async () => {
    const text = GOOD.replace('https://example.com/', '${env:ADDRESS}').replace('20s', '5s')
    expect(await refusal(text, { ADDRESS: 'mallory:hunter2' })).not.toContain('hunter2')
  })

  test('whatever the text is, with an answer and never a crash', async () => {
    const piece = fc.constantFrom(
      'a',
      ':',
      ' ',
      '\n',
      '- ',
      '{',
      '}',
      '[',
      ']',
      '*a',
      '&a',
      '"',
      '|',
      '%',
      '!!',
      '\t',
      '?',
      '<<',
      'components',
      'monitors',
    )
    const text = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(''))
    await fc.assert(
      fc.asyncProperty(text, async (t) => {
        expect(await refusal(t)).toMatch(/^tractops\.yaml:\d+:\d+ /)
      }),
      { numRuns: 300 },
    )
  })
})

test('the published schema is the one that the reader follows', () => {
  const published = readFileSync(new URL('../../../schema/tractops.schema.json', import.meta.url), 'utf8')
  expect(JSON.parse(published), 'run `npm run schema -w service`').toEqual(JSON.parse(configJsonSchema()))
})
