import pg from 'pg'
import { createLog } from '../log.ts'
import { takeDataLock } from '../postgres/data-lock.ts'
import { startEmbedded } from '../postgres/embedded.ts'

const dataDir = process.argv[2]!
const lock = await takeDataLock(dataDir, 'service')
if ('heldBy' in lock) throw new Error('the folder is taken')
lock.tellUrl('http://writer.test')
const server = await startEmbedded(dataDir, createLog('silent'))
const client = new pg.Client(server.url)
await client.connect()
await client.query('create table if not exists written (n integer primary key)')
for (;;) {
  const { rows } = await client.query(
    'insert into written select coalesce(max(n), -1) + 1 from written returning n',
  )
  process.stdout.write(`${rows[0].n}\n`)
}
