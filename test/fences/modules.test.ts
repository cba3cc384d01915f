import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { ROOT } from '../root.ts'
import { cruiseModules } from './cruise-modules.ts'
import { FENCES } from './rules.ts'

test('no part of the tree imports what it may not', async () => {
  const { violations } = await cruiseModules(ROOT)
  expect(violations).toEqual([])
})

test('the fences see the tree: modules of every part, and imports across parts by name, by path and of types', async () => {
  const { modules, dependencies } = await cruiseModules(ROOT)
  for (const part of ['sla/src/', 'platform/src/', 'service/src/', 'practice/src/', 'scripts/']) {
    expect(modules.filter((module) => module.startsWith(part)).length, part).toBeGreaterThan(4)
  }
  expect(modules.length).toBeGreaterThan(100)
  expect(dependencies.length).toBeGreaterThan(modules.length)
  expect(dependencies.some((line) => /^service\/src\/.* -> platform\/src\/index\.ts$/.test(line))).toBe(true)
  expect(dependencies.some((line) => /^service\/src\/.* -> sla\/src\/index\.ts$/.test(line))).toBe(true)
  expect(dependencies).toContain('practice/src/faults.ts -> practice/src/journal.ts')
  expect(dependencies).toContain('practice/src/settings.ts -> practice/src/start-practice.ts')
})

const PLANTS: [fence: string, file: string, code: string][] = [
  ['resolves', 'platform/src/a.ts', "import './nowhere.ts'"],
  ['no-cycles', 'platform/src/index.ts', "import './other.ts'"],
  ['no-cycles', 'platform/src/index.ts', "import type { Other } from './other.ts'"],
  ['sla-stands-alone', 'sla/src/a.ts', "import 'hono'"],
  ['sla-stands-alone', 'sla/src/cli.ts', "import '@tractops/platform'"],
  ['sla-stands-alone', 'sla/bin/a.ts', "import 'hono'"],
  ['sla-without-node', 'sla/src/a.ts', "import 'node:fs'"],
  ['sla-without-node', 'sla/src/time/a.ts', "export const load = () => import('node:crypto')"],
  ['platform-knows-neither', 'platform/src/a.ts', "import '@tractops/sla'"],
  ['platform-knows-neither', 'platform/src/a.ts', "import type { A } from '@tractops/sla'"],
  ['platform-knows-neither', 'platform/src/a.ts', "import '../../service/src/desk/index.ts'"],
  ['rooms-by-their-door', 'service/src/status/a.ts', "import '../desk/ticket.ts'"],
  [
    'rooms-by-their-door',
    'service/src/status/page/a.ts',
    "import type { Ticket } from '../../desk/ticket.ts'",
  ],
  ['service-by-the-doors', 'service/src/main.ts', "import './desk/ticket.ts'"],
  ['service-below-it', 'service/src/desk/a.ts', "import '../../../platform/src/other.ts'"],
  ['service-below-it', 'service/src/desk/a.ts', "import '../../../practice/src/page.ts'"],
  ['web-asks-by-http', 'service/web/console/a.tsx', "import '../../src/desk/index.ts'"],
  ['web-asks-by-http', 'service/web/api/a.ts', "import type { A } from '@tractops/platform'"],
  ['service-serves-what-was-built', 'service/src/desk/a.ts', "import '../../web/console/main.tsx'"],
  ['practice-stands-alone', 'practice/src/a.ts', "import '@tractops/platform'"],
  ['practice-stands-alone', 'practice/src/a.ts', "import '../../sla/src/index.ts'"],
  ['community-stands-on-platform', 'community/src/a.ts', "import '../../service/src/desk/index.ts'"],
  ['no-imports-of-tests', 'service/src/desk/b.test.ts', "import './a.test.ts'"],
  ['no-test-help-in-the-product', 'service/src/desk/a.ts', "import '@tractops/platform/testing'"],
  ['scripts-need-nothing', 'scripts/a.mjs', "import 'zod'"],
]

test.each(PLANTS)('the fence %s catches in %s: %s', async (fence, file, code) => {
  const root = plantTree()
  expect((await cruiseModules(root)).violations).toEqual([])
  write(root, file, code)
  const { violations } = await cruiseModules(root)
  expect(violations.filter((line) => line.startsWith(`${fence}: `))).not.toEqual([])
})

test('every fence has a plant that shows that it holds', () => {
  expect(new Set(PLANTS.map(([fence]) => fence))).toEqual(new Set(FENCES.map(({ name }) => name)))
})

/** A small tree of the same shape in which everything that is allowed is done, and nothing else. */
function plantTree(): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'fences-')))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  for (const name of ['zod', 'yaml', 'hono']) {
    write(root, `node_modules/${name}/package.json`, JSON.stringify({ name, main: 'index.js' }))
    write(root, `node_modules/${name}/index.js`, '')
  }
  const exported = { '.': './src/index.ts', './testing': './src/testing.ts' }
  for (const name of ['sla', 'platform']) {
    write(root, `${name}/package.json`, JSON.stringify({ name: `@tractops/${name}`, exports: exported }))
    mkdirSync(join(root, 'node_modules/@tractops'), { recursive: true })
    symlinkSync(join(root, name), join(root, 'node_modules/@tractops', name), 'dir')
  }
  write(root, 'sla/src/index.ts', "import 'zod'\nimport 'yaml'")
  write(root, 'sla/src/cli.ts', "import 'node:fs'\nimport './index.ts'")
  write(root, 'platform/src/index.ts', "import 'hono'\nimport 'node:fs'")
  write(root, 'platform/src/other.ts', "import './index.ts'\nexport type Other = 1")
  write(root, 'platform/src/testing.ts', "import './index.ts'")
  write(root, 'service/src/desk/index.ts', "import './ticket.ts'\nimport '@tractops/sla'")
  write(root, 'service/src/desk/ticket.ts', "import '@tractops/platform'\nexport type Ticket = 1")
  write(root, 'service/src/desk/a.test.ts', "import '@tractops/platform/testing'")
  write(root, 'service/src/status/index.ts', "import '../desk/index.ts'")
  write(root, 'service/web/console/main.tsx', "import '@tractops/sla'\nimport '../api/ask.ts'")
  write(root, 'service/web/api/ask.ts', 'export const ask = 1')
  write(root, 'service/src/main.ts', "import './desk/index.ts'\nimport './status/index.ts'")
  write(root, 'practice/src/page.ts', "import 'node:http'")
  write(root, 'community/src/index.ts', "import '@tractops/platform'")
  write(root, 'scripts/start.mjs', "import 'node:fs'")
  return root
}

function write(root: string, path: string, text: string): void {
  const file = join(root, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, `${text}\n`)
}
