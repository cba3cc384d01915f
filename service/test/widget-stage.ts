import { execFileSync } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createHttpApp, listen, systemClock } from '@tractops/platform'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { launchBrowser } from '../../test/browser/launch.ts'
import { ROOT } from '../../test/root.ts'
import { attachmentRoutes } from '../src/desk/index.ts'
import { createWidgetKey, widgetRoutes } from '../src/widget/index.ts'
import { openDeskStage } from './desk-stage.ts'
import { widgetToken } from './widget-token.ts'

export type WidgetStage = Awaited<ReturnType<typeof openWidgetStage>>

type Host = { token?: string; email?: string; label?: string }
type Look = { width?: number }

/** A desk with its widget, and somebody else's page that carries it: another origin, a policy that allows our host and nothing else. */
export async function openWidgetStage() {
  execFileSync(process.execPath, [join(ROOT, 'scripts/build-web.mjs')])
  const stage = await openDeskStage(systemClock.now())
  const { p, desk, doing } = stage
  await p.events.start()
  const { id: kid, secret } = await doing((ctx) =>
    createWidgetKey(ctx, p.config.secretKey, { name: 'Host', algorithm: 'HS256' }),
  )
  const origins: string[] = []
  const uploads = { paths: ['/widget/api/attachments'], maxBytes: desk.store.maxBytes + 1_000 }
  const app = createHttpApp(p, { title: 'Test', version: '1' }, uploads)
  let host: Host = {}
  const page = createServer((request, response) => {
    if (request.url !== '/') return response.writeHead(404).end()
    const policy = `default-src 'none'; script-src ${service.url}; connect-src ${service.url}; style-src 'self'; base-uri 'none'; form-action 'self'`
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy })
    response.end(hostPage(service.url, host))
  })
  await new Promise<void>((resolve) => page.listen(0, '127.0.0.1', resolve))
  const hostUrl = `http://localhost:${(page.address() as AddressInfo).port}`
  origins.push(hostUrl)
  app.route('/', widgetRoutes(p, { desk, origins }))
  app.route('/', attachmentRoutes(p, desk))
  const service = await listen(app, '127.0.0.1', 0)
  const browser: Browser = await launchBrowser()
  return {
    ...stage,
    url: service.url,
    browser,
    hostUrl,
    /** Whose pages may carry the widget. */
    origins,
    key: { kid, secret: secret! },
    /** What the host application would sign for Carla. */
    token: (claims: Record<string, unknown> = {}) =>
      widgetToken({ id: kid, secret: secret! }, systemClock.now().add({ hours: 1 }), claims),
    /** Opens the page of the host; it may not break its policy, whatever is done in it. */
    async visit(
      carries: Host,
      { width = 1440 }: Look,
      then: (page: Page, context: BrowserContext, complaints: string[]) => Promise<void>,
    ) {
      host = carries
      const context = await browser.newContext({
        viewport: { width, height: 900 },
        reducedMotion: 'reduce',
        timezoneId: 'Europe/Berlin',
      })
      const complaints: string[] = []
      try {
        const opened = await context.newPage()
        opened.on('pageerror', (error) => complaints.push(error.message))
        opened.on('console', (message) => {
          if (/Content.Security.Policy|refused to/i.test(message.text())) complaints.push(message.text())
        })
        await opened.goto(hostUrl)
        await then(opened, context, complaints)
      } finally {
        await context.close()
      }
      return complaints
    },
    async close() {
      await browser.close()
      await service.close(500)
      await new Promise((resolve) => page.close(resolve))
      await stage.close()
    },
  }
}

function hostPage(server: string, { token, email, label }: Host): string {
  const data = Object.entries({ token, email, label }).map(([name, value]) =>
    value ? ` data-${name}="${value}"` : '',
  )
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Cedar Court</title></head>
<body><main><h1>Your dues</h1><p>All paid until December.</p><button id="own">Print</button></main><script src="${server}/widget.js"${data.join('')} defer></script></body></html>`
}
