import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type Practice, startPractice } from '../src/start-practice.ts'

/** A folder that is gone when the test has ended. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'practice-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A practice application on free ports, which ends with the test. A slow page answers after 300 ms. */
export async function practiceForTest(dataDir = temporaryFolder()): Promise<Practice> {
  const practice = await startPractice({ host: '127.0.0.1', port: 0, tlsPort: 0, dataDir, slowMs: 300 })
  onTestFinished(() => practice.close())
  return practice
}

/** Breaks a part by the API, as a program would; `fault` null mends it. */
export function setFault(practice: Practice, part: string, fault: string | null): Promise<Response> {
  const url = `${practice.url}/practice/faults/${part}`
  return fault === null
    ? fetch(url, { method: 'DELETE' })
    : fetch(url, { method: 'PUT', body: JSON.stringify({ fault }) })
}

export type LogEntry = { part: string; fault: string; from: string; to: string | null }

export async function readLog(practice: Practice): Promise<LogEntry[]> {
  const response = await fetch(`${practice.url}/practice/log`)
  return (await response.json()) as LogEntry[]
}
