import { ensure } from './ensure.mjs'
import { runNode } from './run.mjs'

await ensure()
process.exitCode = await runNode(['service/src/main.ts', ...process.argv.slice(2)])
