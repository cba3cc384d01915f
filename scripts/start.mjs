import { buildWeb } from './build-web.mjs'
import { ensure } from './ensure.mjs'
import { runNode } from './run.mjs'

await ensure()
await buildWeb()
// A small young generation, and an old one that is collected when it has grown by a third and not to four times, keep the
// service some 200 MB smaller at 5 000 monitors; docs/decisions/072 says what was seen.
const sober = ['--max-semi-space-size=4', '--heap-growing-percent=30']
process.exitCode = await runNode([...sober, 'service/src/main.ts', ...process.argv.slice(2)])
