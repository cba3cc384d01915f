import { readFileSync } from 'node:fs'
import { buildWeb } from './build-web.mjs'
import { ensure } from './ensure.mjs'
import { runNode } from './run.mjs'

await ensure()
await buildWeb()
// A small young generation, an old one that is collected when it has grown by a third and not to four times, and two arenas of
// the C library instead of one for each thread keep the service some 250 MB smaller at 5 000 monitors; docs/decisions/072 and 077.
const sober = JSON.parse(readFileSync(new URL('sober.json', import.meta.url), 'utf8'))
process.exitCode = await runNode([...sober.flags, 'service/src/main.ts', ...process.argv.slice(2)], {
  env: { ...sober.env, ...process.env },
})
