import { open, readFile, rename } from 'node:fs/promises'
import type { MonitorConfig } from '../../config/config.ts'

/** What an agent must know to go on checking when it starts while the server is away. */
export type Kept = {
  version: string
  agentId: number
  monitors: MonitorConfig[]
  control: string[]
  offsetMs: number
}

/** What was kept last; null where there is nothing that can be read. */
export async function readKept(path: string): Promise<Kept | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Kept
  } catch {
    return null
  }
}

/** Keeps it whole or not at all; only its owner may read it, as headers of checks may hold secrets. */
export async function writeKept(path: string, kept: Kept): Promise<void> {
  const file = await open(`${path}.new`, 'w', 0o600)
  try {
    await file.writeFile(JSON.stringify(kept))
    await file.datasync()
  } finally {
    await file.close()
  }
  await rename(`${path}.new`, path)
}
