import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Browser } from 'playwright-core'
import { launchBrowser } from '../test/browser/launch.ts'
import { ROOT } from '../test/root.ts'
import { type Report, type Row, report } from './report.ts'
import { type Cookie, openDesk } from './sites/open-desk.ts'

const SLOWER = 4
const LIMIT_MS = 2_000
const LOADS = 5

type Page = { what: string; path: string; ready: string; cookies: Cookie[] }

/**
 * How soon a page can be used in Chromium on a processor that is four times slower, from the start of the navigation, with nothing in the
 * cache: what it is for is there, it has been painted, and the browser has a moment for a key or a click. And how much script that loads.
 */
export async function run(): Promise<Report> {
  execFileSync(process.execPath, [join(ROOT, 'scripts/build-web.mjs')])
  const desk = await openDesk()
  const browser = await launchBrowser()
  const { staff, reader, ticketId } = desk
  const pages: Page[] = [
    { what: 'console, the queue', path: '/console/tickets', ready: '.ticket-line', cookies: staff },
    {
      what: 'console, a ticket',
      path: `/console/tickets/${ticketId}`,
      ready: '.composer textarea',
      cookies: staff,
    },
    { what: 'portal, signing in', path: '/portal', ready: 'input[name=email]', cookies: [] },
    { what: 'portal, the questions', path: '/portal', ready: '.questions li', cookies: reader },
  ]
  try {
    const rows: Row[] = []
    for (const page of pages) rows.push(...(await measure(browser, desk.url, page)))
    const widget = gzipSync(readFileSync(join(ROOT, 'service/web/dist/widget.js')), { level: 9 }).length
    rows.push(sizeOf('widget.js', widget, 15))
    return report('pages', rows, {
      libraries: ['react', '@mantine/core', 'lit', 'playwright-core'],
      notes: [`Each page ${LOADS} times in a browser of its own, ${browser.version()}; the median counts.`],
    })
  } finally {
    await browser.close()
    await desk.stop()
  }
}

async function measure(browser: Browser, url: string, page: Page): Promise<Row[]> {
  const loads: Load[] = []
  for (let i = 0; i < LOADS; i += 1) loads.push(await load(browser, url, page))
  loads.sort((a, b) => a.usableMs - b.usableMs)
  const { usableMs, scriptBytes } = loads[Math.floor(LOADS / 2)]!
  return [
    {
      what: `${page.what}: interactive with a ${SLOWER}x CPU slow-down`,
      figure: `${Math.round(usableMs)} ms, slowest ${Math.round(loads.at(-1)!.usableMs)} ms`,
      against: `${LIMIT_MS} ms`,
      ratio: LIMIT_MS / usableMs,
      wanted: 1,
    },
    sizeOf(page.what, scriptBytes, 250),
  ]
}

type Load = { usableMs: number; scriptBytes: number }

/** Runs in the page: notes when `ready` is there, painted, and the browser is free again. */
function note(ready: string): void {
  const observer = new MutationObserver(() => {
    if (document.querySelector(ready) === null) return
    observer.disconnect()
    requestAnimationFrame(() => setTimeout(() => Object.assign(window, { usableAt: performance.now() }), 0))
  })
  observer.observe(document, { childList: true, subtree: true })
}

async function load(browser: Browser, url: string, { path, ready, cookies }: Page): Promise<Load> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, bypassCSP: true })
  try {
    await context.addCookies(cookies)
    const page = await context.newPage()
    const devtools = await context.newCDPSession(page)
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
    await page.addInitScript(note, ready)
    await page.goto(url + path)
    const usable = await page.waitForFunction('window.usableAt')
    const scriptBytes = await page.evaluate(() =>
      performance
        .getEntriesByType('resource')
        .filter(({ name }) => name.endsWith('.js'))
        .reduce((sum, entry) => sum + (entry as PerformanceResourceTiming).encodedBodySize, 0),
    )
    return { usableMs: (await usable.jsonValue()) as number, scriptBytes }
  } finally {
    await context.close()
  }
}

const sizeOf = (what: string, bytes: number, limitKb: number): Row => ({
  what: `${what}: script, gzipped`,
  figure: `${(bytes / 1_000).toFixed(1)} kB`,
  against: `${limitKb} kB`,
  ratio: (limitKb * 1_000) / bytes,
  wanted: 1,
})
