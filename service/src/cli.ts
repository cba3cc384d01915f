import { parseArgs } from 'node:util'
import {
  type Actor,
  AppError,
  type Ctx,
  createLog,
  exitCode,
  inTransaction,
  type Role,
  roles,
  StartError,
  systemClock,
  verifyAuditChain,
} from '@tractops/platform'
import { createKey, listKeys, makeAdminLink, revokeKey, welcomeUrl } from './accounts/index.ts'
import { customerLines } from './billing/index.ts'
import { openServiceDatabase } from './database.ts'
import { readEnvironment } from './environment.ts'

const help = `tractops: the service's command line

  tractops key create --role ROLE --name NAME   make an API key and print it, this once, on standard output
  tractops key list                             the keys there are, oldest first
  tractops key revoke ID                        end a key at once
  tractops customer list                        the customers, by name, with their contacts
  tractops admin link                           make a link that makes an admin, or gives one back their account
  tractops audit verify                         walk the audit chain; exit 1 where it does not stand
  tractops check-config FILE                    say whether a configuration file holds

ROLE is one of ${roles.join(', ')}. The environment (DATA_DIR, DATABASE_URL, ...) is read as the service reads it; the
service may be running or not. Exit codes: 0 done, 1 no or failed, 2 wrong usage or configuration, 3 the data folder is
in use, 4 the database cannot be used.
`

const operator: Actor = { kind: 'system', name: 'tractops command' }

/** Wrong usage: says what to write. */
const usage = (message: string) => new StartError('configuration', `${message} See tractops --help.`)

async function withDatabase<T>(work: (ctx: Ctx) => Promise<T>): Promise<T> {
  const database = await openServiceDatabase(readEnvironment(process.env), createLog('error'), 'command')
  try {
    return await inTransaction({ db: database.db, clock: systemClock }, operator, work)
  } finally {
    await database.close()
  }
}

async function keyCreate({
  role,
  name,
}: {
  role?: string | undefined
  name?: string | undefined
}): Promise<void> {
  if (!roles.includes(role as Role))
    throw usage(`Say what the key may do with --role ${roles.join(', --role ')}.`)
  if (name === undefined || name.trim() === '') throw usage('Say whose key it is with --name.')
  const { id, key } = await withDatabase((ctx) => createKey(ctx, { name, role: role as Role }))
  process.stderr.write(
    `A key for "${name.trim()}" (${role}), ${id}. It is shown this once: keep it where secrets are kept.\n`,
  )
  process.stdout.write(`${key}\n`)
}

async function keyList(): Promise<void> {
  const keys = await withDatabase((ctx) => listKeys(ctx))
  if (keys.length === 0) process.stderr.write('There is no key yet: make one with tractops key create.\n')
  for (const { id, name, role, createdAt, revokedAt } of keys)
    process.stdout.write(
      `${id}  ${role.padEnd(6)}  ${createdAt}  ${revokedAt ? `revoked ${revokedAt}` : 'in force'}  ${name}\n`,
    )
}

async function keyRevoke(id: string | undefined): Promise<void> {
  if (id === undefined) throw usage('Say which key to revoke: tractops key revoke ID.')
  const { revoked } = await withDatabase((ctx) => revokeKey(ctx, { id }))
  process.stderr.write(
    revoked ? `The key ${id} opens nothing any more.\n` : `The key ${id} had been revoked before.\n`,
  )
}

async function customerList(): Promise<void> {
  const lines = await withDatabase(customerLines)
  if (lines.length === 0)
    process.stderr.write('There is no customer yet: POST /api/v1/customers enters one.\n')
  for (const line of lines) process.stdout.write(`${line}\n`)
}

async function adminLink(): Promise<void> {
  const { publicUrl, host, port } = readEnvironment(process.env)
  const { token, expiresAt } = await withDatabase(makeAdminLink)
  process.stderr.write(`It works once, until ${expiresAt}, for whoever has it: hand it to nobody else.\n`)
  process.stdout.write(`${welcomeUrl(publicUrl ?? `http://${host}:${port}`, token)}\n`)
}

async function auditVerify(): Promise<void> {
  const verdict = await withDatabase(verifyAuditChain)
  process.stdout.write(`${JSON.stringify(verdict)}\n`)
  if (!verdict.verified) process.exitCode = exitCode.failed
}

async function checkConfig(path: string | undefined): Promise<void> {
  if (path === undefined) throw usage('Say which file to check: tractops check-config FILE.')
  const { loadConfig } = await import('./monitoring/index.ts')
  const practice = { url: 'http://127.0.0.1:3100', tlsUrl: 'https://127.0.0.1:3101' }
  const config = await loadConfig({ path, explicit: true, env: process.env, practice })
  process.stdout.write(
    `${path} holds: ${config.components.length} components, ${config.monitors.length} monitors.\n`,
  )
}

async function main(): Promise<void> {
  const { values, positionals } = parseCommandLine()
  const [room, verb, ...rest] = positionals
  const command = `${room ?? ''} ${verb ?? ''}`.trim()
  const extra = room === 'check-config' ? rest[0] : rest[command === 'key revoke' ? 1 : 0]
  if (values.help || room === undefined) process.stdout.write(help)
  else if (extra !== undefined)
    throw usage(`"${extra}" is one word too many; put a name of several words in quotes.`)
  else if (room === 'check-config') await checkConfig(verb)
  else if (command === 'key create') await keyCreate(values)
  else if (command === 'key list') await keyList()
  else if (command === 'key revoke') await keyRevoke(rest[0])
  else if (command === 'customer list') await customerList()
  else if (command === 'admin link') await adminLink()
  else if (command === 'audit verify') await auditVerify()
  else throw usage(`There is no command "${positionals.join(' ')}".`)
}

function parseCommandLine() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: { role: { type: 'string' }, name: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    })
  } catch (err) {
    throw usage(`${(err as Error).message.split('.')[0]}.`)
  }
}

try {
  await main()
} catch (err) {
  const expected = err instanceof StartError || err instanceof AppError
  process.stderr.write(`${expected ? err.message : err instanceof Error ? err.stack : err}\n`)
  process.exitCode = err instanceof StartError ? err.exitCode : exitCode.failed
}
