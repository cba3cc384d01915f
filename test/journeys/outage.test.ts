import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../browser/launch.ts'
import { RunningService } from './running-service.ts'

const INTERVAL_MS = 10_000
const PATIENCE_MS = 60_000

const service = new RunningService()
let browser: Browser
let page: Page

beforeAll(async () => {
  await service.prepare('10s')
  await service.start()
  browser = await launchBrowser()
  page = await browser.newPage()
})

afterAll(async () => {
  await browser?.close()
  await service.end('SIGTERM')
  service.remove()
})

/** Reads /status again, as a person would, until its head says so. */
async function until(words: RegExp): Promise<void> {
  for (let waitedMs = 0; waitedMs < PATIENCE_MS; waitedMs += 500) {
    await page.goto(`${service.url}/status`)
    if (words.test((await page.locator('h1').textContent()) ?? '')) return
    await sleep(500)
  }
  throw new Error(`The page never said ${words}; it says ${await page.locator('h1').textContent()}`)
}

/** Presses a button of the practice page. */
async function press(part: string, button: string): Promise<void> {
  await page.goto(`${service.practiceUrl}/practice`)
  await page.getByRole('form', { name: part }).getByRole('button', { name: button }).click()
  await page.waitForLoadState()
}

type Truth = { part: string; fault: string; from: string; to: string | null }
type Interval = { state: string; start: string; end: string | null }

test('payments break and are mended, with a kill in between: the page tells, and the interval is the true one', async () => {
  await until(/^Everything works/)
  expect(await page.getByText(/practice/i).count()).toBeGreaterThan(0)
  const key = await service.tractops('key', 'create', '--role', 'viewer', '--name', 'Carla')
  const api = async <T>(path: string): Promise<T> => {
    const answer = await fetch(`${service.url}/api/v1${path}`, {
      headers: { authorization: `Bearer ${key}` },
    })
    expect(answer.status).toBe(200)
    return (await answer.json()) as T
  }

  await press('Payments', 'Down')
  await until(/payments (is|are) down/i)
  await service.end('SIGKILL')
  await service.start()
  await until(/payments (is|are) down/i)
  await press('Payments', 'Mend')
  // All is well again; the incident that opened by itself stays for a while, and says since when.
  await until(/^One incident is open/)
  await page.locator('main a[href^="/status/incidents/inc_"]').first().click()
  await page.getByRole('heading', { name: /payments/i, level: 1 }).waitFor()
  await page
    .getByText(/Monitoring/)
    .first()
    .waitFor()

  const log = (await (await fetch(`${service.practiceUrl}/practice/log`)).json()) as Truth[]
  const truth = log.find((fault) => fault.part === 'payments')!
  const intervals = await api<Interval[]>(
    `/components/payments/intervals?from=${truth.from}&to=${new Date(Date.parse(truth.to!) + 60_000).toISOString()}`,
  )
  const down = intervals.filter((interval) => interval.state === 'down')
  expect(down).toHaveLength(1)
  const late = (told: string, real: string) => Date.parse(told) - Date.parse(real)
  // A check sees a change at its next turn: never before it happened, and one interval later at most.
  expect(late(down[0]!.start, truth.from)).toBeGreaterThanOrEqual(0)
  expect(late(down[0]!.start, truth.from)).toBeLessThanOrEqual(INTERVAL_MS + 1_000)
  expect(late(down[0]!.end!, truth.to!)).toBeGreaterThanOrEqual(0)
  expect(late(down[0]!.end!, truth.to!)).toBeLessThanOrEqual(INTERVAL_MS + 1_000)

  const before = await api<{ downMs: number }>('/uptime')
  await press('Voting', 'Wrong')
  await until(/voting (is|are) degraded/i)
  const components = await api<{ key: string; state: string; critical: boolean }[]>('/components')
  expect(components.find((component) => component.key === 'voting')).toMatchObject({
    state: 'degraded',
    critical: false,
  })
  expect((await api<{ downMs: number }>('/uptime')).downMs).toBe(before.downMs)

  expect(await service.end('SIGTERM')).toBe(0)
  await service.start()
}, 300_000)
