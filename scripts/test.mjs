import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildWeb } from './build-web.mjs'
import { ensure } from './ensure.mjs'
import { runNode } from './run.mjs'

// Everything that CI runs. The last line says `N passed, N failed`: each test counts, and each gate counts as one.
const GATES = [
  ['Types', ['node_modules/typescript/bin/tsc', '--noEmit']],
  ['Lint and format', ['node_modules/@biomejs/biome/bin/biome', 'ci', '.']],
  ['Nothing unused', ['node_modules/knip/bin/knip.js']],
]

await ensure()
await buildWeb()
let passed = 0
let failed = 0
for (const [name, command] of GATES) {
  console.log(`\n=== ${name}`)
  const ok = (await runNode(command)) === 0
  console.log(ok ? 'ok' : 'FAILED')
  if (ok) passed += 1
  else failed += 1
}
console.log('\n=== Tests: unit, property, stories, fences, documents, browser')
const tests = await runTests()
passed += tests.passed
failed += tests.failed
console.log(`\n${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 && tests.passed > 0 ? 0 : 1

/** Runs every test. Whatever is wrong besides a failed test (a skipped one, a stray error, no report) fails as well. */
async function runTests() {
  const folder = mkdtempSync(join(tmpdir(), 'tractops-test-'))
  try {
    const file = join(folder, 'report.json')
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
    const exit = await runNode(['node_modules/vitest/vitest.mjs', 'run', ...reporters])
    const report = readReport(file)
    const skipped = report.numPendingTests + report.numTodoTests
    if (skipped > 0) console.log(`${skipped} skipped: a test that does not run is counted as failed.`)
    const counted = report.numFailedTests + skipped
    const broken = exit !== 0 || !report.success || report.numPassedTests === 0
    return { passed: report.numPassedTests, failed: counted === 0 && broken ? 1 : counted }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return { success: false, numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 }
  }
}
