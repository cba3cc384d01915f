import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './ensure.mjs'
import { runNode } from './run.mjs'

const WEB = join(ROOT, 'service', 'web')
const DIST = join(WEB, 'dist')

/**
 * Builds the pages of service/web where they are missing or older than what they are made of; says so in one line on
 * standard error. Needs no network. Two at once: each builds beside, and the last one to be whole is put into place.
 */
export async function buildWeb() {
  const built = join(DIST, 'widget.js')
  if (existsSync(built) && statSync(built).mtimeMs >= newest()) return
  console.error('Building the pages and the widget (service/web). This takes a few seconds.')
  const beside = join(WEB, `dist.${process.pid}`)
  const vite = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js')
  for (const config of ['vite.config.ts', join('widget', 'vite.config.ts')]) {
    const exit = await runNode([vite, 'build', '--logLevel', 'warn', '--config', join(WEB, config)], {
      env: { ...process.env, NODE_ENV: 'production', WEB_OUT: beside },
      stdio: ['ignore', 2, 2],
    })
    if (exit === 0) continue
    rmSync(beside, { recursive: true, force: true })
    throw new Error(`${config} could not be built (exit ${exit}). Above it says why.`)
  }
  const old = join(WEB, `dist.old.${process.pid}`)
  if (existsSync(DIST)) renameSync(DIST, old)
  renameSync(beside, DIST)
  rmSync(old, { recursive: true, force: true })
}

/** When the youngest of the sources and the lock file was changed. */
function newest() {
  const sources = readdirSync(WEB, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/(^|[\\/])dist/.test(entry.parentPath.slice(WEB.length)))
    .map((entry) => join(entry.parentPath, entry.name))
  return Math.max(...[...sources, join(ROOT, 'package-lock.json')].map((file) => statSync(file).mtimeMs))
}

if (process.argv[1] === import.meta.filename) await buildWeb()
