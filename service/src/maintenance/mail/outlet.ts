import type { Queue } from '@tractops/platform'

/** Where mail goes, and how readers reach us; without an address a mail has no link. */
export type Outlet = { queue: Queue; publicUrl: string | null }

/** The address of a maintenance's page, where we know how readers reach us. */
export const pageUrl = (id: string, publicUrl: string | null): string | null =>
  publicUrl && `${publicUrl}/status/maintenance/${id}`
