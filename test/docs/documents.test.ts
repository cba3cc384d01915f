import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { sourceFiles } from '../fences/source-files.ts'
import { ROOT } from '../root.ts'
import { type Known, missingNames } from './missing-names.ts'

const DOCUMENTS = [
  'README.md',
  'ARCHITECTURE.md',
  'STYLE.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'CHANGELOG.md',
  'practice/README.md',
]
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8')
const helpOf = (bin: string) =>
  execFileSync(process.execPath, [join(ROOT, bin), '--help'], { encoding: 'utf8' })

const scriptsOf = (file: string) => Object.keys((JSON.parse(read(file)) as { scripts: object }).scripts)
const scripts = scriptsOf('package.json')

test.each(DOCUMENTS)('every path, link, script and command that %s names exists', (document) => {
  const known: Known = {
    scripts: [...scripts, ...scriptsOf('sla/package.json')],
    help: { sla: helpOf('sla/bin/sla.js'), tractops: helpOf('service/bin/tractops.js') },
  }
  expect(missingNames(read(document), known, ROOT, dirname(document))).toEqual([])
})

test('README describes each npm script', () => {
  const readme = read('README.md')
  const described = (name: string) =>
    readme.includes(`| \`npm ${name}\``) || readme.includes(`| \`npm run ${name}`)
  expect(scripts.filter((name) => !described(name))).toEqual([])
})

test('each setting of the environment that README lists is read by the product', () => {
  const rows = read('README.md').match(/^\| `[A-Z_]+` \|/gm) ?? []
  const names = rows.map((row) => row.replaceAll(/[^A-Z_]/g, ''))
  expect(names).toContain('DATABASE_URL')
  const product = sourceFiles('{platform,service,practice}/{src,bin}/**/*.{ts,js}', 'test/browser/*.ts')
  const source = product.map(({ text }) => text).join('\n')
  expect(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(source))).toEqual([])
})

test.each([
  ['a path', 'See `platform/src/nowhere.ts`.', 'platform/src/nowhere.ts'],
  ['a pattern that meets nothing', '`sla/src/**/*.nothing`', 'sla/src/**/*.nothing'],
  ['a link', 'Read [it](docs/nowhere.md#part).', 'docs/nowhere.md'],
  ['a picture', '![It](docs/nowhere.png)', 'docs/nowhere.png'],
  ['a script', '```\nnpm run nowhere\n```', 'npm run nowhere'],
  ['a command of sla', '`npx sla guess FILE`', 'npx sla guess'],
  ['a command in a pipe', '```\ncat x | npx tractops key lend --name x\n```', 'npx tractops key lend'],
])('the check finds %s that does not exist', (_, text, missing) => {
  const known: Known = {
    scripts: ['start'],
    help: { sla: '  sla due FILE', tractops: 'tractops key create' },
  }
  expect(missingNames(text, known, ROOT)).toEqual([missing])
})

test('the check lets pass what exists', () => {
  const known: Known = {
    scripts: ['start', 'bench'],
    help: { sla: '  sla due FILE', tractops: 'tractops key create' },
  }
  const text = [
    '`npm start`, `npm run bench`, `npx tractops key create --role viewer`, [license](LICENSE), `platform/src/*.ts`,',
    '`service/src/<room>/index.ts`, [the field](https://example.com/nowhere)',
    '```\necho x | npx sla due -\nsla/policy/\n```',
  ].join('\n')
  expect(missingNames(text, known, ROOT)).toEqual([])
})
