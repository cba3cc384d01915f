import type { Queue } from '@tractops/platform'
import type { Policy } from '@tractops/sla'
import type { AttachmentStore } from './store/attachment-store.ts'

/** What the verbs of the desk stand on, beside their transaction; made once by `startDesk`. */
export type Desk = {
  policies: readonly Policy[]
  queue: Queue
  secretKey: string
  /** How readers reach us, without a slash at its end. */
  url: string
  /** Whom mail is from, with or without a name. */
  from: string
  /** The contract's zone. */
  zone: string
  store: AttachmentStore
}
