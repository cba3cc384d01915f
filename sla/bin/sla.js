#!/usr/bin/env node
// In the repository the sources run as they are; the published package holds them built.
import { existsSync } from 'node:fs'

const sources = new URL('../src/cli/main.ts', import.meta.url)
const built = new URL('../dist/cli/main.js', import.meta.url)
const { main } = await import((existsSync(sources) ? sources : built).href)

// A reader that closes the pipe early, as head does, has read enough.
process.stdout.on('error', (error) => process.exit(error.code === 'EPIPE' ? 0 : 2))
process.exitCode = await main(process.argv.slice(2), process)
