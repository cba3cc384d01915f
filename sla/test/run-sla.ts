import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const SLA = fileURLToPath(new URL('../bin/sla.js', import.meta.url))

/** Runs the real `sla` as its own process; `stdin` is written to it and closed. */
export function runSla(
  args: readonly string[],
  stdin = '',
): Promise<{ status: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [SLA, ...args])
    let [stdout, stderr] = ['', '']
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
    child.on('error', reject)
    child.on('close', (status) => resolve({ status, stdout, stderr }))
    // A command that refuses its arguments does not read what is written to it.
    child.stdin.on('error', () => {})
    child.stdin.end(stdin)
  })
}
