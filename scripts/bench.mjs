import { existsSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { ensure, ROOT } from './ensure.mjs'
import { runNode } from './run.mjs'

// Each benchmark is a file of bench/ that exports `run`. It has a process of its own, so that none warms another up.
await ensure()
const asked = process.argv.slice(2)
// A folder that a benchmark may keep what it had to load in, to be run again without.
const at = asked.indexOf('--data')
const [, folderOfData] = at === -1 ? [] : asked.splice(at, 2)
const options = JSON.stringify({ data: folderOfData === undefined ? null : resolve(folderOfData) })
const folder = join(ROOT, 'bench')
const names = (existsSync(folder) ? readdirSync(folder) : [])
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -'.ts'.length))
  .filter((name) => asked.length === 0 || asked.includes(name))
  .sort()
const unknown = asked.filter((name) => !names.includes(name))
if (unknown.length > 0) {
  console.error(`There is no benchmark named ${unknown.join(', ')} in bench/.`)
  process.exit(1)
}
for (const name of names) {
  const code = `const { run } = await import('./bench/${name}.ts'); if (run) { console.log('\\n${name}'); await run(${options}) }`
  const exit = await runNode(['--expose-gc', '--input-type=module', '--eval', code])
  if (exit !== 0) process.exitCode = exit
}
