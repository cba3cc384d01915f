import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { delimiter, join } from 'node:path'
import { NODE, ROOT } from './ensure.mjs'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP']
const PARENT_CHECK_MS = 500

/**
 * Runs the project's own Node with `args` and resolves with its exit code (128 + n where signal n ended it). A signal
 * that reaches this process is passed on once. Started by npm, it ends when npm is gone, so no orphan keeps the port.
 */
export function runNode(args, { cwd = ROOT, env = process.env, stdio = 'inherit' } = {}) {
  const path = [join(ROOT, 'node_modules', '.bin'), env.PATH].join(delimiter)
  const child = spawn(NODE, args, { cwd, stdio, env: { ...env, PATH: path } })
  const passed = new Set()
  const pass = (signal) => {
    if (passed.has(signal)) return
    passed.add(signal)
    // A terminal has given its Ctrl-C to the child as well; passing it on would make two of it.
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
  }
  for (const signal of SIGNALS) process.on(signal, pass)

  const parent = process.ppid
  const orphaned = () => process.ppid !== parent && pass('SIGTERM')
  const watch = process.env.npm_lifecycle_event ? setInterval(orphaned, PARENT_CHECK_MS) : undefined

  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      clearInterval(watch)
      for (const name of SIGNALS) process.off(name, pass)
      resolve(code ?? 128 + constants.signals[signal])
    })
  })
}
