// Around `npm pack` and `npm publish`: in the repository the package's exports are its TypeScript sources, in the
// published package they are plain JavaScript with types. `before` builds and turns them over, `after` turns them back.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const at = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url))
const kept = at('package.json.kept')

// A pack that was killed half-way left the sources' package.json aside.
if (existsSync(kept)) renameSync(kept, at('package.json'))

if (process.argv[2] === 'before') {
  rmSync(at('dist'), { recursive: true, force: true })
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc')
  execFileSync(process.execPath, [tsc, '-p', at('tsconfig.build.json')], { stdio: ['ignore', 2, 2] })
  const source = readFileSync(at('package.json'), 'utf8')
  writeFileSync(kept, source)
  const { scripts: _, ...manifest } = JSON.parse(source) as Record<string, unknown>
  manifest.exports = {
    '.': { types: './dist/index.d.ts', default: './dist/index.js' },
    './policy/*': './policy/*',
  }
  writeFileSync(at('package.json'), `${JSON.stringify(manifest, null, 2)}\n`)
} else {
  rmSync(at('dist'), { recursive: true, force: true })
}
