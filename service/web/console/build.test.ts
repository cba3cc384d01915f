import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeAll, expect, test } from 'vitest'
import { ROOT } from '../../../test/root.ts'

const DIST = join(ROOT, 'service/web/dist')
const ASSETS = 'console/assets/'
beforeAll(() => {
  execFileSync(process.execPath, [join(ROOT, 'scripts/build-web.mjs')])
})

const pageOf = (entry: string) => readFileSync(join(DIST, entry, 'index.html'), 'utf8')
const named = (html: string, pattern: RegExp) => [...html.matchAll(pattern)].map(([, path]) => path!)

/** A script with all that it cannot begin without. */
function withImports(path: string, found = new Set<string>()): Set<string> {
  if (found.has(path)) return found
  found.add(path)
  const code = readFileSync(join(DIST, path), 'utf8')
  for (const [, name] of code.matchAll(/(?:from|import)\s*"\.\/([\w.-]+\.js)"/g))
    withImports(`${ASSETS}${name}`, found)
  return found
}

const chunk = (name: string): string => {
  const file = readdirSync(join(DIST, ASSETS)).find((one) => new RegExp(`^${name}-[\\w-]{8}\\.js$`).test(one))
  expect(file, `a script of the page ${name}`).toBeDefined()
  return `${ASSETS}${file}`
}

test.each([
  ['console', 'overview'],
  ['console', 'tickets'],
  ['console', 'ticket'],
  ['console', 'incident'],
  ['console', 'monitor'],
  ['portal', 'questions'],
  ['portal', 'question'],
  ['portal', 'ask'],
])(
  'the first load of the %s, where it begins with the page %s, is at most 250 kB of gzipped script',
  (entry, page) => {
    const scripts = named(pageOf(entry), /(?:src|href)="\/(console\/assets\/[^"]+\.js)"/g)
    expect(scripts.length).toBeGreaterThan(0)
    const all = new Set([...scripts, chunk(page)].flatMap((path) => [...withImports(path)]))
    const bytes = [...all].map((path) => gzipSync(readFileSync(join(DIST, path)), { level: 9 }).length)
    expect(bytes.reduce((a, b) => a + b)).toBeLessThanOrEqual(250_000)
  },
)

test.each(['console', 'portal'])(
  'the page of the %s has no code nor style of its own, and takes nothing from elsewhere',
  (entry) => {
    const html = pageOf(entry)
    expect(html).not.toMatch(/<style|\sstyle=|<script(?![^>]*\ssrc=)/)
    expect(
      named(html, /(?:src|href)="([^"]+)"/g).filter(
        (path) => !/^(\/console\/assets\/|data:,|\/status)/.test(path),
      ),
    ).toEqual([])
  },
)
