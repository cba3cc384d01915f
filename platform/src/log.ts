import { type DestinationStream, type Logger as PinoLogger, pino } from 'pino'

export type Logger = PinoLogger
export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

const secrets = [
  'password',
  'secret',
  'secretKey',
  'token',
  'authorization',
  'cookie',
  'connectionString',
  'databaseUrl',
]

/** JSON lines on standard error (standard output belongs to the one `ready` line); secrets are never written. */
export function createLog(
  level: LogLevel,
  to: DestinationStream = pino.destination({ fd: 2, sync: true }),
): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: secrets.flatMap((s) => [s, `*.${s}`, `*.*.${s}`]), censor: '[secret]' },
      serializers: { err: describeError },
    },
    to,
  )
}

/** Statement parameters and rows can hold personal data, so of a database error only its names and place are kept. */
function describeError(err: unknown): Record<string, unknown> {
  if (!(err instanceof Error)) return { message: String(err) }
  const { code, status, constraint, table } = err as {
    code?: unknown
    status?: unknown
    constraint?: unknown
    table?: unknown
  }
  const isQuery = err.name === 'DrizzleQueryError' || err.message.startsWith('Failed query')
  const message = isQuery ? err.message.split('\nparams:')[0] : err.message
  const stack = isQuery
    ? err.stack
        ?.split('\n')
        .filter((line) => line.startsWith('    at '))
        .join('\n')
    : err.stack
  return {
    type: err.name,
    message,
    ...Object.fromEntries(
      Object.entries({ code, status, constraint, table }).filter(([, v]) => v !== undefined),
    ),
    stack,
    ...(err.cause === undefined ? {} : { cause: describeError(err.cause) }),
  }
}
