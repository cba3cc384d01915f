import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'
import { ROOT } from '../root.ts'

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
  return chromium.launch({
    executablePath: await bundledChromium(),
    args: [...args, '--headless=shell', '--disable-gpu', '--no-zygote'],
  })
}

/**
 * The browser in @sparticuz/chromium comes packed, and unpacks to one place below the folder for temporary files, whoever
 * asks. Here it goes beside its package, under a name that it gets only once it is whole: so no other user's copy is in
 * the way, and test files that start at once do not run half of one.
 */
async function bundledChromium(): Promise<string> {
  const folder = join(ROOT, 'node_modules/@sparticuz/chromium/unpacked')
  const whole = join(folder, 'chromium')
  if (existsSync(whole)) return whole
  mkdirSync(folder, { recursive: true })
  const scratch = mkdtempSync(join(folder, 'unpacking-'))
  const { TMPDIR } = process.env
  process.env.TMPDIR = scratch
  try {
    const { default: bundled } = await import('@sparticuz/chromium')
    bundled.setGraphicsMode = false
    renameSync(await bundled.executablePath(), whole)
    return whole
  } finally {
    if (TMPDIR === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = TMPDIR
    rmSync(scratch, { recursive: true, force: true })
  }
}

function findInstalled(): string | undefined {
  const onPath = (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((dir) => NAMES.map((name) => join(dir, name)))
  return [...onPath, ...MAC].find((file) => existsSync(file))
}
