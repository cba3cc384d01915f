import { createHttpApp, listen } from '@tractops/platform'
import { testPlatform } from '@tractops/platform/testing'
import { expect, it } from 'vitest'
import { launchBrowser } from '../../test/browser/launch.ts'
import { apiReference } from './api-reference.ts'
import { monitoringRoutes } from './monitoring/index.ts'

it('the API reference is drawn under its own policy, asks nobody else for anything, and violates nothing', async () => {
  const p = await testPlatform({ now: Temporal.Instant.from('2026-11-24T09:00:00Z') })
  const app = createHttpApp(p, { title: 'TractOps', version: '1' })
  app.route('/', monitoringRoutes(p))
  app.route('/', apiReference())
  const listening = await listen(app, '127.0.0.1', 0)
  const browser = await launchBrowser()
  try {
    const page = await browser.newPage()
    const asked: string[] = []
    const said: string[] = []
    page.on('request', (request) => asked.push(request.url()))
    page.on('console', (message) => message.type() === 'error' && said.push(message.text()))
    page.on('pageerror', (error) => said.push(error.message))
    await page.goto(`${listening.url}/api`)
    await page.getByText('/api/v1/components', { exact: false }).first().waitFor()
    if (process.env.SHOT) await page.screenshot({ path: process.env.SHOT })
    expect(asked.filter((url) => !/^(data|blob):/.test(url) && !url.startsWith(listening.url))).toEqual([])
    expect(said).toEqual([])
  } finally {
    await browser.close()
    await listening.close(0)
    await p.close()
  }
})
