const full = new Set(['ENOSPC', 'EDQUOT', '53100'])

/** True when something could not be kept because a disk is full: ours, or the database's. Looks through causes, since drivers wrap. */
export function isDiskFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return full.has(String((error as { code?: unknown }).code)) || isDiskFull(error.cause)
}
