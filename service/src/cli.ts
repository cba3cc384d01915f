import { readFile } from 'node:fs/promises'
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
import {
  type Algorithm,
  algorithms,
  createWidgetKey,
  listWidgetKeys,
  revokeWidgetKey,
} from './widget/index.ts'

const help = `tractops: the service's command line

  tractops key create --role ROLE --name NAME   make an API key and print it, this once, on standard output
  tractops key list                             the keys there are, oldest first
  tractops key revoke ID                        end a key at once
  tractops agent create --name NAME [--region R] make a probe agent and print its token, this once
  tractops agent list                           the probe agents, when each was last seen, and what waits or was refused
  tractops agent revoke ID                      end an agent's token at once
  tractops probe --server URL --token TOKEN     run a probe agent here; what it finds waits in --data-dir (./data)
                 [--control HOST:PORT ...]      while the server is away. TRACTOPS_TOKEN may hold the token
  tractops widget-key create --name NAME        make a key by which a host application signs who reads its help widget, and
                 [--algorithm A --public-key F] print it, this once, as KID.SECRET; or take the public key in the file F
  tractops widget-key list                      the widget keys, oldest first, and when each was last used
  tractops widget-key revoke ID                 end a widget key at once
  tractops customer list                        the customers, by name, with their contacts
  tractops admin link                           make a link that makes an admin, or gives one back their account
  tractops audit verify                         walk the audit chain; exit 1 where it does not stand
  tractops check-config FILE                    say whether a configuration file holds

ROLE is one of ${roles.join(', ')}; A is one of ${algorithms.join(', ')}. The environment (DATA_DIR, DATABASE_URL, ...) is read as the service reads it; the
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

async function agentCreate({ name, region }: { name?: string | undefined; region?: string | undefined }) {
  if (name === undefined || name.trim() === '') throw usage('Say what the agent is called with --name.')
  const { createAgent } = await import('./monitoring/index.ts')
  const { id, token } = await withDatabase((ctx) => createAgent(ctx, { name, region }))
  process.stderr.write(
    `The agent ${id}, "${name.trim()}". Its token is shown this once: start it with tractops probe --server URL --token TOKEN.\n`,
  )
  process.stdout.write(`${token}\n`)
}

async function agentList(): Promise<void> {
  const { listAgents } = await import('./monitoring/index.ts')
  for (const agent of await withDatabase(listAgents)) {
    const { id, name, region, revokedAt, seenAt, skewMs, waiting, dropped, blind, refused } = agent
    const said = [
      revokedAt === null ? (seenAt === null ? 'not seen yet' : `seen ${seenAt}`) : `revoked ${revokedAt}`,
      skewMs === null ? null : `clock ${skewMs >= 0 ? '+' : ''}${skewMs} ms`,
      blind ? 'blind' : null,
      waiting > 0 ? `${waiting} results wait` : null,
      dropped > 0 ? `${dropped} dropped` : null,
      refused.count > 0 ? `${refused.count} refused, last: ${refused.because}` : null,
    ]
    const where = region === null ? '' : ` (${region})`
    process.stdout.write(
      `${id}  ${name}${where}  ${id === 0 ? 'the service itself' : said.filter((one) => one !== null).join(', ')}\n`,
    )
  }
}

async function agentRevoke(id: string | undefined): Promise<void> {
  if (id === undefined || !/^\d{1,5}$/.test(id))
    throw usage('Say which agent to revoke by its number: tractops agent revoke ID.')
  const { revokeAgent } = await import('./monitoring/index.ts')
  const { revoked } = await withDatabase((ctx) => revokeAgent(ctx, { id: Number(id) }))
  process.stderr.write(
    revoked ? `Nothing is taken from agent ${id} any more.\n` : `Agent ${id} had been revoked before.\n`,
  )
}

async function probe(values: ReturnType<typeof parseCommandLine>['values']): Promise<void> {
  const server = URL.parse(values.server ?? '')
  if (server === null || !/^https?:$/.test(server.protocol))
    throw usage('Say where the service is with --server URL.')
  const token = values.token ?? process.env.TRACTOPS_TOKEN
  if (token === undefined) throw usage('Show the token of the agent with --token TOKEN or in TRACTOPS_TOKEN.')
  const { runProbe } = await import('./monitoring/index.ts')
  const running = await runProbe({
    server,
    token,
    dataDir: values['data-dir'] ?? './data',
    control: values.control ?? [],
    say: (sentence) => process.stderr.write(`${systemClock.now()} ${sentence}\n`),
  })
  process.stdout.write(`checking for ${server.origin}\n`)
  const stop = () => void running.stop().then(() => process.exit(0))
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, stop)
}

async function widgetKeyCreate(values: ReturnType<typeof parseCommandLine>['values']): Promise<void> {
  const { name, algorithm = 'HS256', 'public-key': file } = values
  if (name === undefined || name.trim() === '') throw usage('Say what the key is called with --name.')
  if (!algorithms.includes(algorithm as Algorithm))
    throw usage(`Say how it signs with --algorithm ${algorithms.join(', --algorithm ')}.`)
  const publicKey = file === undefined ? undefined : await readKeyFile(file)
  const { secretKey } = readEnvironment(process.env)
  const key = { name, algorithm: algorithm as Algorithm, publicKey }
  const { id, secret } = await withDatabase((ctx) => createWidgetKey(ctx, secretKey, key))
  process.stderr.write(
    secret === null
      ? `The widget key "${name.trim()}" (${algorithm}): write its id as "kid" in each token.\n`
      : `The widget key "${name.trim()}" (${algorithm}), as KID.SECRET. It is shown this once: keep it where secrets are kept.\n`,
  )
  process.stdout.write(`${secret === null ? id : `${id}.${secret}`}\n`)
}

/** @throws StartError where the file cannot be read. */
async function readKeyFile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (err) {
    throw usage(`The public key in ${file} cannot be read (${(err as NodeJS.ErrnoException).code}).`)
  }
}

async function widgetKeyList(): Promise<void> {
  for (const { id, name, algorithm, createdAt, usedAt, revokedAt } of await withDatabase((ctx) =>
    listWidgetKeys(ctx),
  ))
    process.stdout.write(
      `${id}  ${algorithm.padEnd(5)}  ${createdAt}  ${revokedAt ? `revoked ${revokedAt}` : usedAt ? `used ${usedAt}` : 'not used yet'}  ${name}\n`,
    )
}

async function widgetKeyRevoke(id: string | undefined): Promise<void> {
  if (id === undefined) throw usage('Say which key to revoke: tractops widget-key revoke ID.')
  const { revoked } = await withDatabase((ctx) => revokeWidgetKey(ctx, { id }))
  process.stderr.write(
    revoked
      ? `What ${id} signed opens nothing any more.\n`
      : `The widget key ${id} had been revoked before.\n`,
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
    `${path} holds: ${config.components.length} components, ${config.monitors.length + (config.heartbeats?.length ?? 0)} monitors.\n`,
  )
}

async function main(): Promise<void> {
  const { values, positionals } = parseCommandLine()
  const [room, verb, ...rest] = positionals
  const command = `${room ?? ''} ${verb ?? ''}`.trim()
  const extra =
    room === 'check-config' ? rest[0] : rest[/^(key|agent|widget-key) revoke$/.test(command) ? 1 : 0]
  if (values.help || room === undefined) process.stdout.write(help)
  else if (extra !== undefined)
    throw usage(`"${extra}" is one word too many; put a name of several words in quotes.`)
  else if (room === 'check-config') await checkConfig(verb)
  else if (command === 'key create') await keyCreate(values)
  else if (command === 'key list') await keyList()
  else if (command === 'key revoke') await keyRevoke(rest[0])
  else if (command === 'agent create') await agentCreate(values)
  else if (command === 'agent list') await agentList()
  else if (command === 'agent revoke') await agentRevoke(rest[0])
  else if (room === 'probe' && verb === undefined) await probe(values)
  else if (command === 'widget-key create') await widgetKeyCreate(values)
  else if (command === 'widget-key list') await widgetKeyList()
  else if (command === 'widget-key revoke') await widgetKeyRevoke(rest[0])
  else if (command === 'customer list') await customerList()
  else if (command === 'admin link') await adminLink()
  else if (command === 'audit verify') await auditVerify()
  else throw usage(`There is no command "${positionals.join(' ')}".`)
}

function parseCommandLine() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        role: { type: 'string' },
        name: { type: 'string' },
        region: { type: 'string' },
        server: { type: 'string' },
        token: { type: 'string' },
        'data-dir': { type: 'string' },
        control: { type: 'string', multiple: true },
        algorithm: { type: 'string' },
        'public-key': { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
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
