import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeAll, expect, test } from 'vitest'
import { ROOT } from '../../../test/root.ts'

const DIST = join(ROOT, 'service/web/dist')
let html: string

beforeAll(() => {
  execFileSync(process.execPath, [join(ROOT, 'scripts/build-web.mjs')])
  html = readFileSync(join(DIST, 'console/index.html'), 'utf8')
})

const named = (pattern: RegExp) => [...html.matchAll(pattern)].map(([, path]) => path!)

test('the first load is at most 250 kB of gzipped script', () => {
  const scripts = named(/(?:src|href)="(\/console\/assets\/[^"]+\.js)"/g)
  expect(scripts.length).toBeGreaterThan(0)
  const bytes = scripts.map((path) => gzipSync(readFileSync(join(DIST, path))).length).reduce((a, b) => a + b)
  expect(bytes).toBeLessThanOrEqual(250_000)
})

test('the page has no code nor style of its own, and takes nothing from elsewhere', () => {
  expect(html).not.toMatch(/<style|\sstyle=|<script(?![^>]*\ssrc=)/)
  expect(
    named(/(?:src|href)="([^"]+)"/g).filter((path) => !/^(\/console\/assets\/|data:,|\/status)/.test(path)),
  ).toEqual([])
})
