import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'

const repository = fileURLToPath(new URL('../../', import.meta.url))
const scratch = mkdtempSync(join(tmpdir(), 'sla-package-'))
const installed = join(scratch, 'project/node_modules/@tractops/sla')
const QUESTION = '{"severity":"P2","receivedAt":"2026-11-20T17:59:59-08:00"}'

// Packed from a copy, because packing turns the exports over in place while other tests run.
beforeAll(() => {
  const copy = join(scratch, 'repository')
  mkdirSync(copy)
  cpSync(join(repository, 'tsconfig.json'), join(copy, 'tsconfig.json'))
  cpSync(join(repository, 'sla'), join(copy, 'sla'), {
    recursive: true,
    filter: (path) => !path.includes('node_modules'),
  })
  symlinkSync(join(repository, 'node_modules'), join(copy, 'node_modules'))
  execFileSync('npm', ['pack', '--pack-destination', scratch], { cwd: join(copy, 'sla'), stdio: 'pipe' })
  mkdirSync(installed, { recursive: true })
  execFileSync('tar', [
    '-xzf',
    join(scratch, 'tractops-sla-0.1.0.tgz'),
    '--strip-components=1',
    '-C',
    installed,
  ])
  for (const name of ['zod', 'yaml', 'temporal-polyfill', 'temporal-spec', 'temporal-utils', '@noble']) {
    symlinkSync(join(repository, 'node_modules', name), join(scratch, 'project/node_modules', name))
  }
  expect(readFileSync(join(copy, 'sla/package.json'), 'utf8')).toBe(
    readFileSync(join(repository, 'sla/package.json'), 'utf8'),
  )
}, 120_000)

afterAll(() => rmSync(scratch, { recursive: true, force: true }))

function answer(flags: string[]): unknown {
  const args = [...flags, join(installed, 'bin/sla.js'), 'due', '-']
  return JSON.parse(
    execFileSync(process.execPath, args, {
      input: QUESTION,
      encoding: 'utf8',
      stdio: ['pipe', 'pipe', 'pipe'],
    }),
  )
}

test('the published package is plain JavaScript with types, and its command answers in an empty project', () => {
  expect(answer([])).toMatchObject({ dueAt: '2026-11-23T20:59:59Z' })
  const manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as {
    exports: Record<string, unknown>
  }
  expect(manifest.exports['.']).toEqual({ types: './dist/index.d.ts', default: './dist/index.js' })
  expect(readFileSync(join(installed, 'dist/index.d.ts'), 'utf8')).toContain('statementOf')
})

test('the published package answers the same where there is no native Temporal', () => {
  const without = 'data:text/javascript,delete globalThis.Temporal'
  expect(answer(['--import', without])).toEqual(answer([]))
})
