/** Takes a page at 390 and 1440 px, light and dark: `node test/browser/screenshot.ts URL OUT` writes OUT-390-light.png and so on. */
import { launchBrowser } from './launch.ts'

const [url, out] = process.argv.slice(2)
if (url === undefined || out === undefined) {
  process.stderr.write('Write: node test/browser/screenshot.ts URL OUT\n')
  process.exit(2)
}
const browser = await launchBrowser()
try {
  for (const width of [390, 1440]) {
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme })
      await page.goto(url, { waitUntil: 'load' })
      const path = `${out}-${width}-${colorScheme}.png`
      await page.screenshot({ path, fullPage: true })
      process.stdout.write(`${path}\n`)
      await page.close()
    }
  }
} finally {
  await browser.close()
}
