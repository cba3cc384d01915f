import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { z } from 'zod'
import { hidden, port, readEnvironment, text, type Variable } from './environment.ts'
import { type LogLevel, logLevels } from './log.ts'
import { keptSecretKey } from './secret-key.ts'

export type PlatformConfig = {
  host: string
  /** 0: any free port. */
  port: number
  /** Absolute. */
  dataDir: string
  /** Null: the embedded PostgreSQL below `dataDir`. */
  databaseUrl: string | null
  /** How the world reaches us, without a slash at its end; null when nobody said so. */
  publicUrl: string | null
  secretKey: string
  logLevel: LogLevel
}

const isUrl = (value: string, protocols: string[]): boolean =>
  URL.canParse(value) && protocols.includes(new URL(value).protocol)

const isHost = (value: string): boolean =>
  isIP(value) !== 0 || /^(?!-)[a-z0-9-]+(\.[a-z0-9-]+)*$/i.test(value)

const hidePassword = (value: string): string => JSON.stringify(value.replace(/\/\/[^/]*@/, '//[secret]@'))

const variables = {
  HOST: {
    schema: z
      .string()
      .refine(isHost)
      .optional()
      .transform((s) => s ?? '127.0.0.1'),
    write: 'an address of this machine such as 127.0.0.1, 0.0.0.0 or ::1',
  } satisfies Variable<string>,
  PORT: port(3000),
  DATA_DIR: text('./data', 'the folder that keeps the data'),
  DATABASE_URL: {
    schema: z
      .string()
      .refine((s) => isUrl(s, ['postgres:', 'postgresql:']))
      .optional(),
    write: 'postgres://USER:PASSWORD@HOST:PORT/DATABASE, or leave it out for the embedded PostgreSQL',
    show: hidePassword,
  } satisfies Variable<string | undefined>,
  PUBLIC_URL: {
    schema: z
      .string()
      .refine((s) => isUrl(s, ['http:', 'https:']) && !/[?#]/.test(s))
      .optional(),
    write: 'the address people use, such as https://status.example.com',
  } satisfies Variable<string | undefined>,
  SECRET_KEY: {
    schema: z.string().min(32).optional(),
    write: 'at least 32 random characters, or leave it out to have one made and kept in DATA_DIR',
    show: hidden,
  } satisfies Variable<string | undefined>,
  LOG_LEVEL: {
    schema: z
      .enum(logLevels)
      .optional()
      .transform((s) => s ?? ('info' as const)),
    write: `one of ${logLevels.join(', ')}`,
  } satisfies Variable<LogLevel>,
}

/**
 * The part of the environment that the platform needs, together with a caller's `own` variables, all refused in one
 * message when any is wrong. Makes `DATA_DIR` and, when there is no SECRET_KEY, one that is kept there.
 */
export function readConfig<V extends Record<string, Variable<unknown>>>(
  env: Record<string, string | undefined>,
  own: V,
) {
  const read = readEnvironment({ ...own, ...variables } as V & typeof variables, env)
  const all = read as typeof read & {
    [K in keyof typeof variables]: z.output<(typeof variables)[K]['schema']>
  }
  const dataDir = resolve(all.DATA_DIR)
  const config: PlatformConfig = {
    host: all.HOST,
    port: all.PORT,
    dataDir,
    databaseUrl: all.DATABASE_URL ?? null,
    publicUrl: all.PUBLIC_URL?.replace(/\/+$/, '') ?? null,
    secretKey: all.SECRET_KEY ?? keptSecretKey(dataDir),
    logLevel: all.LOG_LEVEL,
  }
  return { config, own: read }
}
