import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadConfig } from './load-config.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tractops-kinds-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** A file with one monitor of these lines. */
function load(lines: string) {
  const path = join(folder, 'tractops.yaml')
  const text = `components: [{ key: app, name: App, critical: true }]\nmonitors:\n  - key: m\n    component: app\n${lines.replace(/^/gm, '    ')}`
  writeFileSync(path, text)
  return loadConfig({ path, explicit: true, env: { TOKEN: 'a ${token}' }, practice: null })
}

const refusal = (lines: string): Promise<string> =>
  load(lines).then(
    () => 'it holds',
    (error: Error) => error.message,
  )

describe('a monitor is of the kind that its field says', () => {
  test.each<[string, string, object]>([
    [
      'tcp',
      'every: 1m\ntcp: { host: db.example.com, port: 5432 }',
      {
        kind: 'tcp',
        timeoutMs: 10_000,
        tcp: { host: 'db.example.com', port: 5432, secure: false, send: null, family: null },
        expect: { banner: null, latencyMs: null, tlsDaysLeft: null },
        tls: { ca: null },
      },
    ],
    [
      'dns',
      'every: 1m\ndns: { name: example.com, type: MX, resolver: "192.0.2.53:5353" }\nexpect: { contains: [10 mail.example.com] }',
      {
        kind: 'dns',
        dns: { name: 'example.com', type: 'MX', resolver: '192.0.2.53:5353' },
        expect: { contains: ['10 mail.example.com'], equals: null, latencyMs: null },
      },
    ],
    [
      'tls',
      'every: 1h\ntls: { host: app.example.com }\nexpect: { tlsDaysLeft: 14 }',
      {
        kind: 'tls',
        tls: { host: 'app.example.com', port: 443, family: null, ca: null },
        expect: { tlsDaysLeft: 14, issuer: null, latencyMs: null },
      },
    ],
    [
      'http',
      'every: 1m\nhttp: { url: "http://a.example/", redirects: 0, family: 6 }\nexpect: { redirectTo: "https://a.example/", json: [{ path: ok, equals: true }] }',
      {
        kind: 'http',
        http: { family: 6, redirects: 0 },
        expect: { status: [{ from: 300, to: 399 }], json: [{ path: 'ok', equals: true }] },
      },
    ],
    [
      'journey',
      'every: 1m\njourney:\n  steps:\n    - name: open\n      http: { url: "https://a.example/" }\n      capture: { next: { header: location } }\n    - { name: go on, http: { url: "${capture:next}", headers: { x: "${env:TOKEN} ${secret:KEY} $${plain}" } } }',
      {
        kind: 'journey',
        journey: {
          steps: [
            { name: 'open', capture: { next: { header: 'location' } } },
            { http: { url: '${capture:next}', headers: { x: 'a $${token} ${secret:KEY} $${plain}' } } },
          ],
        },
      },
    ],
  ])('%s', async (_, lines, wanted) => {
    const { monitors } = await load(lines)
    expect(monitors[0]).toMatchObject(wanted)
    expect(JSON.parse(JSON.stringify(monitors[0])), 'plain JSON').toEqual(monitors[0])
  })
})

describe('a monitor that does not hold is refused with what to write instead', () => {
  const tcp = 'every: 1m\ntcp: { host: db.example.com, port: 5432'
  const dns = 'every: 1m\ndns: { name: example.com, type: MX'
  const step = (fields: string) => `every: 1m\njourney: { steps: [{ name: a, ${fields} }] }`
  const http = 'every: 1m\nhttp: { url: "https://a.example/"'
  test.each<[string, string]>([
    [
      `${tcp} }\ndns: { name: a }`,
      'monitors[0].dns: "dns" is another kind of check than tcp; give it a monitor of its own.',
    ],
    [
      'kind: ftp\nevery: 1m',
      'monitors[0].kind: "ftp" is not a kind of check; write one of http, journey, tcp, dns, tls, heartbeat.',
    ],
    [
      'every: 1m\ntcp: { host: db.example.com, port: 65536 }',
      'monitors[0].tcp.port: 65536 is more than 65535; write 65535 or less.',
    ],
    [
      'every: 1m\ntcp: { host: "https://db.example.com", port: 1 }',
      'monitors[0].tcp.host: "https://db.example.com" is not a host; write a name such as db.example.com, or an address.',
    ],
    [
      `${tcp} }\ntls: { ca: x.pem }`,
      'monitors[0].tls: Only a secure connection has a certificate; write `secure: true` or leave this out.',
    ],
    [
      `${dns.replace('MX', 'SRV')} }`,
      'monitors[0].dns.type: "SRV" is not known; write A, AAAA, CNAME, MX, TXT, NS, CAA.',
    ],
    [
      `${dns}, resolver: dns.example.com }`,
      'monitors[0].dns.resolver: "dns.example.com" is not a name server; write its address, such as 192.0.2.53 or 192.0.2.53:5353.',
    ],
    [
      `${dns.replace('example.com', '"a b"')} }`,
      'monitors[0].dns.name: "a b" is not a name; write one such as example.com.',
    ],
    [
      'every: 1m\ntls: { host: a.example }\nexpect: { days: 3 }',
      '"days" is not a field here; write one of tlsDaysLeft, issuer, latency.',
    ],
    [
      `${http}, family: 5 }`,
      'monitors[0].http.family: 5 is not a version of IP; write 4 or 6, or leave it out.',
    ],
    [`${http}, body: x }`, 'monitors[0].http.body: A GET has no body; write `method: POST` or leave it out.'],
    [
      `${http}, method: HEAD }\nexpect: { json: [{ path: a, exists: true }] }`,
      'monitors[0].expect.json: A HEAD is answered without a page',
    ],
    [
      `${http}, headers: { x: "\${capture:token}" } }`,
      '${capture:token} can stand in addresses, headers and bodies of the steps of a journey only.',
    ],
    [
      `${http} }\nexpect: { body: "\${secret:TOKEN}" }`,
      'monitors[0].expect.body: ${secret:TOKEN} can stand in addresses, headers and bodies of requests only.',
    ],
    [
      `${step('http: { url: "https://a.example/${capture:token}" }')}`,
      'steps[0].http: ${capture:token} is captured by no earlier step; capture it there, or correct the name.',
    ],
    [
      `${step('http: { url: "https://a.example/" }, capture: { t: { body: "token=.+" } }')}`,
      'steps[0].capture.t.body: "token=.+" must have exactly one group',
    ],
    [
      `${step('http: { url: "https://a.example/" }, capture: { t: { body: "(" } }')}`,
      'steps[0].capture.t.body: "(" is not a regular expression',
    ],
    [
      `${step('http: { url: "https://a.example/" }, capture: { t: { json: a, header: b } }')}`,
      'steps[0].capture.t: A value comes from one place; write one of json, header, body.',
    ],
    [
      'heartbeat: { period: 5m, grace: 1m }',
      'monitors[0].heartbeat: Write `token`, or its SHA-256 as `tokenHash`: one of them.',
    ],
    [
      'heartbeat: { period: 5m, grace: 1m, token: short }',
      'monitors[0].heartbeat.token: A token has 20 to 200 letters, digits, - or _;',
    ],
    [
      'heartbeat: { period: 1s, grace: 1m, token: aaaaaaaaaaaaaaaaaaaaaaaa }',
      'monitors[0].heartbeat.period: "1s" is shorter than 10s; write 10s to 336h.',
    ],
    [
      'every: 1m\nheartbeat: { period: 1m, grace: 1m, token: aaaaaaaaaaaaaaaaaaaaaaaa }',
      'monitors[0].every: "every" is not a field here',
    ],
    [
      'every: 1m\njourney: { steps: [] }',
      'monitors[0].journey.steps: is empty; write something, or leave it out.',
    ],
    [
      `${http} }\nexpect: { redirectTo: "https://b.example/" }`,
      'monitors[0].expect.redirectTo: A redirect that is followed is not looked at; write `redirects: 0`.',
    ],
    [
      `${http} }\nexpect: { json: [{ path: "a..b", equals: 1 }] }`,
      'monitors[0].expect.json[0].path: "a..b" is not a path; write one such as checks.db.status or items[0].ok.',
    ],
    [
      `${http} }\nexpect: { json: [{ path: a }] }`,
      'monitors[0].expect.json[0]: This says nothing of the value; write one of equals, notEquals, less, greater, exists.',
    ],
    [
      `${http} }\nexpect: { json: [{ path: a, equals: [1] }] }`,
      'monitors[0].expect.json[0].equals: [1] is not a single value; write a text, a number, true, false or null.',
    ],
  ])('%s', async (lines, says) => {
    expect(await refusal(lines)).toContain(says)
  })
})
