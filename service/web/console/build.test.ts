import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeAll, expect, test } from 'vitest'
import { ROOT } from '../../../test/root.ts'

const DIST = join(ROOT, 'service/web/dist')
beforeAll(() => {
  execFileSync(process.execPath, [join(ROOT, 'scripts/build-web.mjs')])
})

const pageOf = (entry: string) => readFileSync(join(DIST, entry, 'index.html'), 'utf8')
const named = (html: string, pattern: RegExp) => [...html.matchAll(pattern)].map(([, path]) => path!)

test.each(['console', 'portal'])('the first load of the %s is at most 250 kB of gzipped script', (entry) => {
  const scripts = named(pageOf(entry), /(?:src|href)="(\/console\/assets\/[^"]+\.js)"/g)
  expect(scripts.length).toBeGreaterThan(0)
  const bytes = scripts.map((path) => gzipSync(readFileSync(join(DIST, path))).length).reduce((a, b) => a + b)
  expect(bytes).toBeLessThanOrEqual(250_000)
})

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
