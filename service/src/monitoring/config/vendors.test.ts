import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadConfig } from './load-config.ts'
import { ConfigError } from './problems.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tractops-config-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

async function load(section: string) {
  const path = join(folder, 'tractops.yaml')
  writeFileSync(path, `components: []\nmonitors: []\n${section}`)
  return (await loadConfig({ path, explicit: true, env: {}, practice: null })).vendors
}

async function refusal(section: string): Promise<string> {
  const error = await load(section).catch((e: unknown) => e)
  expect(error).toBeInstanceOf(ConfigError)
  return (error as ConfigError).message.replaceAll('tractops.yaml:', '')
}

describe('the section `vendors`', () => {
  test('asks everyone at the page that is built in, where it is left out', async () => {
    expect(await load('')).toEqual({ poll: true, pages: [] })
    expect(await load('vendors: { poll: false }')).toEqual({ poll: false, pages: [] })
  })

  test('asks nobody where nothing is watched', async () => {
    const from = { path: join(folder, 'none.yaml'), explicit: false, env: {}, practice: null }
    expect((await loadConfig(from)).vendors).toEqual({ poll: false, pages: [] })
  })

  test('names another page, and what of it is in use', async () => {
    const usual = { page: null, components: [], regions: [], everyMs: null, allowPrivate: [] }
    expect(
      await load(`vendors:
  pages:
    - vendor: vercel
      format: statuspage
      url: http://status.internal:8080/api/v2/summary.json
      incidents: http://status.internal:8080/api/v2/incidents.json
      page: lvglq8h0mdyh
      every: 30s
      allowPrivate: [Status.internal]
    - { vendor: neon, components: [Compute], regions: [AWS US East] }
`),
    ).toEqual({
      poll: true,
      pages: [
        {
          ...usual,
          vendor: 'vercel',
          site: {
            format: 'statuspage',
            urls: [
              'http://status.internal:8080/api/v2/summary.json',
              'http://status.internal:8080/api/v2/incidents.json',
            ],
          },
          page: 'lvglq8h0mdyh',
          everyMs: 30_000,
          allowPrivate: ['status.internal'],
        },
        { ...usual, vendor: 'neon', site: null, components: ['Compute'], regions: ['AWS US East'] },
      ],
    })
  })

  test('is refused with the line and the reason of each slip', async () => {
    expect(
      await refusal(`vendors:
  pol: true
  pages:
    - { vendor: strip }
    - { vendor: neon, url: "https://neonstatus.com/api/v1/summary" }
    - { vendor: neon, format: statuspage }
    - { vendor: resend, incidents: "https://resend-status.com/incidents" }
`),
    ).toBe(
      [
        '4:3 vendors.pol: "pol" is not a field here; did you mean "poll"?',
        '6:17 vendors.pages[0].vendor: "strip" is not known; write stripe, resend, neon, vercel.',
        '7:28 vendors.pages[1].url: "https://neonstatus.com/api/v1/summary" needs its format; write `format: statuspage` or `format: incident-io` beside it.',
        '8:31 vendors.pages[2].format: "statuspage" is that of an address; write the `url` beside it, or leave this out.',
        '9:36 vendors.pages[3].incidents: "https://resend-status.com/incidents" stands beside the `url` of a Statuspage; leave it out.',
      ].join('\n'),
    )
    expect(await refusal('vendors: { pages: [{ vendor: neon }, { vendor: neon }] }')).toBe(
      '3:48 vendors.pages[1].vendor: "neon" is there already; every vendor stands once.',
    )
  })
})
