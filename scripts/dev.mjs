import { buildWeb } from './build-web.mjs'
import { ensure } from './ensure.mjs'
import { runNode } from './run.mjs'

await ensure()
await buildWeb()
process.exitCode = await runNode(['--watch', 'service/src/main.ts', ...process.argv.slice(2)])
