import { type Platform, startTick } from '@tractops/platform'
import type { AttachmentStore } from './attachment-store.ts'
import { forgetFiles } from './forget-files.ts'

const EVERY_MS = 5 * 60_000

/** Forgets what no message took and what nobody refers to, every five minutes. */
export function startFiles(p: Platform, desk: { store: AttachmentStore }): { stop(): Promise<void> } {
  return startTick(p, { name: 'attachments', everyMs: EVERY_MS, run: () => forgetFiles(p, desk) })
}
