import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']
const MAC = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/**
 * A real Chromium for journeys and screenshots: CHROMIUM_PATH, else an installed Chromium or Chrome, else the one that
 * @sparticuz/chromium brings with it from npm. It talks to nobody but the pages it is shown. The caller closes it.
 */
export async function launchBrowser(): Promise<Browser> {
  const installed = process.env.CHROMIUM_PATH ?? findInstalled()
  const args = [
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-default-apps',
    '--disable-sync',
    '--no-first-run',
    '--no-default-browser-check',
    '--no-pings',
    '--disable-dev-shm-usage',
  ]
  if (process.getuid?.() === 0) args.push('--no-sandbox')
  if (installed !== undefined) return chromium.launch({ executablePath: installed, args })
  const { default: bundled } = await import('@sparticuz/chromium')
  bundled.setGraphicsMode = false
  return chromium.launch({
    executablePath: await bundled.executablePath(),
    args: [...args, '--headless=shell', '--disable-gpu', '--no-zygote'],
  })
}

function findInstalled(): string | undefined {
  const onPath = (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((dir) => NAMES.map((name) => join(dir, name)))
  return [...onPath, ...MAC].find((file) => existsSync(file))
}
