const sqlStates = new Set(['57P01', '57P02', '57P03', '53300', '25006'])
const systemCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
])
const driverMessages = [
  /^Connection terminated/,
  /^timeout exceeded when trying to connect/,
  /^Client has encountered a connection error/,
  /^Client was closed and is not queryable/,
  /^Cannot use a pool after calling end/,
]

/**
 * True when a query failed because the database cannot be reached now (stopped, starting, full of connections, the
 * line cut), as opposed to a query that is wrong. Looks through causes and aggregates, since drivers wrap.
 */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error instanceof AggregateError && error.errors.some(isDatabaseAway)) return true
  const { code } = error as { code?: unknown }
  if (typeof code === 'string' && (sqlStates.has(code) || code.startsWith('08') || systemCodes.has(code)))
    return true
  return driverMessages.some((m) => m.test(error.message)) || isDatabaseAway(error.cause)
}
