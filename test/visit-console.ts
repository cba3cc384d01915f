import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import type { Role } from '@tractops/platform'
import type { Browser, Page } from 'playwright-core'
import { expect } from 'vitest'
import { freePortPair } from '../service/src/testing/run-service.ts'
import { launchBrowser } from './browser/launch.ts'
import { composeService } from './compose-service.ts'
import { ROOT } from './root.ts'

export type Look = {
  role: Role
  width?: number
  colorScheme?: 'light' | 'dark'
  /** What the browser is expected to complain of. */
  complains?: RegExp
}

/** The whole service with its practice application and its built console, and a browser to visit it with. */
export async function openConsole({ smtpUrl }: { smtpUrl?: string } = {}) {
  execFileSync(process.execPath, [join(ROOT, 'scripts/build-web.mjs')])
  const service = await composeService({
    practicePort: await freePortPair(),
    ...(smtpUrl === undefined ? {} : { smtpUrl }),
  })
  const browser: Browser = await launchBrowser()
  return {
    service,
    /** A page as somebody of that role sees it; it may not complain, whatever is done with it. */
    async visit(
      path: string,
      { role, width = 1440, colorScheme = 'light', complains }: Look,
      then: (page: Page) => Promise<void>,
    ): Promise<void> {
      const viewport = { width, height: 900 }
      const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' })
      try {
        const cookies = [...service.sessions[role].cookies]
        await context.addCookies(cookies.map(([name, value]) => ({ name, value, url: service.url })))
        const page = await context.newPage()
        const complaints: string[] = []
        page.on('pageerror', (error) => complaints.push(error.message))
        page.on('dialog', (dialog) => complaints.push(dialog.message()))
        page.on('console', (message) => {
          if (message.type() !== 'error' || /status of 4\d\d/.test(message.text())) return
          if (complains === undefined || !complains.test(message.text())) complaints.push(message.text())
        })
        await page.goto(service.url + path)
        await then(page)
        expect(complaints).toEqual([])
      } finally {
        await context.close()
      }
    },
    async close() {
      await browser.close()
      await service.close()
    },
  }
}
