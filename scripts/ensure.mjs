// Plain JavaScript for any Node from 20.19 on: this is what runs before anything is installed.
import { spawn } from 'node:child_process'
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))
export const NODE = join(
  ROOT,
  'node_modules',
  'node',
  'bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
)
const LOCK = join(ROOT, '.installing')

/**
 * Installs what package-lock.json asks for, where it is not there yet; says so in one line on standard error. Costs
 * nothing and needs no network once it is. Two at once: the second waits for the first.
 */
export async function ensure() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19)) {
    fail(
      `This is Node ${process.versions.node}. Install Node 20.19 or later; it brings the one that runs the service.`,
    )
  }
  if (isInstalled()) return
  const release = await takeLock()
  try {
    if (isInstalled()) return
    console.error(
      'Installing what package-lock.json names (npm ci). This happens once and takes a minute or so.',
    )
    const problem = await installPackages()
    if (problem !== null || !isInstalled()) {
      release()
      fail(
        `npm ci did not succeed (${problem ?? 'something is missing'}). Above it says why; then try again.`,
      )
    }
  } finally {
    release()
  }
}

/** Runs `npm ci`; null when it went well, else what ended it. Ends it when this process is told to end. */
function installPackages() {
  const npm = process.env.npm_execpath
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']
  const options = { cwd: ROOT, stdio: ['ignore', 2, 2] }
  const child = npm?.endsWith('.js')
    ? spawn(process.execPath, [npm, ...args], options)
    : spawn('npm', args, { ...options, shell: process.platform === 'win32' })
  const pass = (signal) => child.kill(signal)
  process.on('SIGINT', pass).on('SIGTERM', pass)
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (code, signal) => {
      process.off('SIGINT', pass).off('SIGTERM', pass)
      resolve(code === 0 ? null : (signal ?? `exit ${code}`))
    })
  })
}

/** What npm wrote last, when its last installation was complete, is what the lock file names. */
function isInstalled() {
  const record = join(ROOT, 'node_modules', '.package-lock.json')
  if (!existsSync(record) || !existsSync(NODE)) return false
  const wanted = packagesOf(join(ROOT, 'package-lock.json'))
  const present = packagesOf(record)
  const same = (path) =>
    present[path]?.version === wanted[path]?.version && present[path]?.link === wanted[path]?.link
  return (
    Object.keys(present).every((path) => path in wanted && same(path)) &&
    Object.keys(wanted).every((path) => path in present || wanted[path].optional || wanted[path].devOptional)
  )
}

function packagesOf(file) {
  try {
    const { packages } = JSON.parse(readFileSync(file, 'utf8'))
    return Object.fromEntries(Object.entries(packages).filter(([path]) => path.startsWith('node_modules/')))
  } catch {
    return {}
  }
}

async function takeLock() {
  for (let told = false; ; await sleep(200)) {
    const own = `${LOCK}.${process.pid}`
    try {
      writeFileSync(own, String(process.pid))
      linkSync(own, LOCK)
      return () => rmSync(LOCK, { force: true })
    } catch (error) {
      if (error.code !== 'EEXIST')
        fail(`Cannot write to ${ROOT} (${error.code}), where node_modules belongs.`)
    } finally {
      rmSync(own, { force: true })
    }
    const holder = holderOf(LOCK)
    if (holder === null) rmSync(LOCK, { force: true })
    else if (!told) {
      console.error(`Waiting for process ${holder}, which is installing.`)
      told = true
    }
  }
}

/** The process that holds the lock, or null when it is gone, as `kill -9` leaves it. */
function holderOf(file) {
  let pid
  try {
    pid = Number(readFileSync(file, 'utf8'))
    process.kill(pid, 0)
    return pid
  } catch (error) {
    return error.code === 'EPERM' ? pid : null
  }
}

function fail(sentence) {
  console.error(sentence)
  process.exit(1)
}
