#!/usr/bin/env node
// Plain JavaScript for any Node from 20 on: hands over to the Node that npm installed with the project.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const cli = fileURLToPath(new URL('../src/cli.ts', import.meta.url))

if (Number(process.versions.node.split('.')[0]) >= 26) await import('../src/cli.ts')
else {
  const name = process.platform === 'win32' ? 'node.exe' : 'node'
  const node = folders(dirname(cli))
    .map((folder) => join(folder, 'node_modules/node/bin', name))
    .find((file) => existsSync(file))
  if (!node) {
    console.error('The Node that this project runs on is not installed: run npm ci.')
    process.exit(1)
  }
  const child = spawn(node, [cli, ...process.argv.slice(2)], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code) => process.exit(code ?? 1))
}

function folders(from) {
  const up = dirname(from)
  return up === from ? [from] : [from, ...folders(up)]
}
