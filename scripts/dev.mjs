import { ensure } from './ensure.mjs'
import { runNode } from './run.mjs'

await ensure()
process.exitCode = await runNode(['--watch', 'service/src/main.ts', ...process.argv.slice(2)])
