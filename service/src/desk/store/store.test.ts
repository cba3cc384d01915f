import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { type Actor, createHttpApp, inTransaction } from '@tractops/platform'
import { type TestPlatform, testPlatform } from '@tractops/platform/testing'
import S3rver from 's3rver'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createKey } from '../../accounts/index.ts'
import { type AttachmentStore, attachmentStore } from './attachment-store.ts'
import { forgetFiles } from './forget-files.ts'
import { attachmentLink } from './link.ts'
import { openAttachment } from './read-attachments.ts'
import { attachmentRoutes } from './routes.ts'
import { saveAttachment } from './save-attachment.ts'

const ava: Actor = { kind: 'person', id: 'ava', name: 'Ava' }
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const HOUR = 3_600_000
const DAY = 24 * HOUR
const MB = 1024 * 1024

let p: TestPlatform
let store: AttachmentStore
let folder: string
let app: ReturnType<typeof createHttpApp>
let key: string

beforeEach(async () => {
  p = await testPlatform({ now: Temporal.Instant.from('2026-11-25T18:00:00Z') })
  folder = await mkdtemp(join(tmpdir(), 'tractops-attachments-'))
  store = attachmentStore({ folder, maxBytes: 2 * MB, bucket: null }, () => p.clock.now())
  const uploads = { paths: ['/api/v1/attachments'], maxBytes: 3 * MB }
  app = createHttpApp(p, undefined, uploads)
  app.route('/', attachmentRoutes(p, { store, secretKey: p.config.secretKey }))
  key = (await inTransaction(p, ava, (ctx) => createKey(ctx, { name: 'Ava', role: 'agent' }))).key
})
afterEach(async () => {
  await p.close()
  await rm(folder, { recursive: true })
})

const save = (name: string, bytes: Uint8Array, claimedType = 'image/png') =>
  saveAttachment(p, { store }, { name, claimedType, bytes, uploadedBy: 'ava' })
const read = async (id: string) => buffer((await openAttachment(p, { store }, id)).stream)
const ask = (path: string, init: RequestInit = {}) =>
  app.request(path, { ...init, headers: { authorization: `Bearer ${key}`, ...init.headers } })
const storedFiles = async () =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((e) => e.isFile())
    .map((e) => e.name)

describe('bytes', () => {
  test('come back as they went in, and equal ones are kept once', async () => {
    const [one, two] = [await save('logo.png', PNG), await save('again.png', PNG)]
    expect(await read(one.id)).toEqual(PNG)
    expect(await read(two.id)).toEqual(PNG)
    expect(one.id).not.toBe(two.id)
    expect(await storedFiles()).toHaveLength(1)
  })

  test('that are too many, none, or broken off leave nothing behind', async () => {
    await expect(save('big', Buffer.alloc(2 * MB + 1))).rejects.toMatchObject({
      code: 'attachment_too_large',
      status: 413,
    })
    await expect(save('empty', Buffer.alloc(0))).rejects.toMatchObject({ code: 'attachment_empty' })
    async function* broken() {
      yield PNG
      throw new Error('the line was cut')
    }
    const input = { name: 'x', claimedType: 'image/png', stream: broken(), uploadedBy: 'ava' }
    await expect(saveAttachment(p, { store }, input)).rejects.toThrow('the line was cut')
    expect(await storedFiles()).toEqual([])
    expect((await p.pool.query('select from attachment')).rowCount).toBe(0)
  })

  test('that no message took are forgotten after a day, and those that one took are kept', async () => {
    const kept = await save('kept.png', PNG)
    await inTransaction(p, ava, async ({ tx }) => {
      await tx.execute(`insert into ticket (id, subject, channel, requester_name, status, severity, suggested_severity,
        suggested_because, received_at, due_at, response_state, warned, created_at, updated_at, last_contact_at)
        values ('tkt_1', 'Hello', 'mail', 'Carla', 'open', 'P3', 'P3', '', '2026-11-25', '2026-11-26', 'waiting', 0,
        '2026-11-25', '2026-11-25', '2026-11-25');
        insert into ticket_message (id, ticket_id, at, author, author_name, public, channel, text)
        values ('msg_1', 'tkt_1', '2026-11-25', 'customer', 'Carla', true, 'mail', 'Hello');
        update attachment set message_id = 'msg_1'`)
    })
    const other = await save('other.png', Buffer.concat([PNG, PNG]))
    const twin = await save('twin.png', PNG)
    p.clock.advance(DAY)
    await forgetFiles(p, { store })
    expect(await read(other.id)).toHaveLength(2 * PNG.length)
    p.clock.advance(1)
    await forgetFiles(p, { store })
    for (const { id } of [other, twin]) await expect(read(id)).rejects.toMatchObject({ status: 404 })
    expect(await storedFiles()).toHaveLength(2)
    p.clock.advance(HOUR + 1)
    await forgetFiles(p, { store })
    expect(await storedFiles()).toHaveLength(1)
    expect(await read(kept.id)).toEqual(PNG)
  })

  test('of an upload that was killed between bytes and row are found and deleted', async () => {
    const { id } = await save('a.png', PNG)
    await p.pool.query('delete from attachment where id = $1', [id])
    const left = join(store.receiving, 'left')
    await writeFile(left, 'half a file')
    const old = (p.clock.now().epochMilliseconds - 2 * DAY) / 1000
    await utimes(left, old, old)
    p.clock.advance(HOUR + 1)
    await forgetFiles(p, { store })
    expect(await storedFiles()).toEqual([])
  })

  test('lie in a bucket where one is named', async () => {
    const s3 = new S3rver({
      address: '127.0.0.1',
      port: 0,
      silent: true,
      directory: folder,
      configureBuckets: [{ name: 'desk', configs: [] }],
    })
    const { port } = await s3.run()
    const keys = { region: 'us-east-1', accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' }
    const bucket = { endpoint: `http://127.0.0.1:${port}`, bucket: 'desk', prefix: 'files', ...keys }
    store = attachmentStore({ folder, maxBytes: 2 * MB, bucket }, () => Temporal.Now.instant())
    try {
      const { id } = await save('a.png', PNG)
      expect(await read(id)).toEqual(PNG)
      await p.pool.query('delete from attachment')
      p.clock.advance(HOUR + 1)
      await forgetFiles(p, { store })
      const again = await save('b.png', Buffer.concat([PNG, PNG]))
      await p.pool.query('update attachment set sha256 = decode(repeat($1, 32), $2)', ['00', 'hex'])
      await expect(read(again.id)).rejects.toMatchObject({ code: 'attachment_lost' })
    } finally {
      await s3.close()
    }
  })
})

describe('over HTTP', () => {
  test('a file is uploaded as a form or as it is, and comes down as a download that nothing runs in', async () => {
    const form = new FormData()
    form.set('file', new File([PNG], 'picture.png', { type: 'image/png' }))
    const asForm = await ask('/api/v1/attachments', { method: 'POST', body: form })
    expect(asForm.status).toBe(201)
    const raw = { method: 'POST', body: PNG, headers: { 'content-type': 'image/png' } }
    const asIs = await ask('/api/v1/attachments?name=picture.png', raw)
    const { id, ...made } = (await asIs.json()) as { id: string }
    expect(made).toEqual({ name: 'picture.png', type: 'image/png', size: PNG.length })
    const down = await ask(`/api/v1/attachments/${id}`)
    expect(Buffer.from(await down.arrayBuffer())).toEqual(PNG)
    expect(Object.fromEntries(down.headers)).toMatchObject({
      'content-disposition': `attachment; filename="picture.png"; filename*=UTF-8''picture.png`,
      'content-type': 'image/png',
      'content-security-policy': expect.stringContaining('sandbox'),
      'x-content-type-options': 'nosniff',
    })
    const inline = await ask(`/api/v1/attachments/${id}?inline=1`)
    expect(inline.headers.get('content-disposition')).toMatch(/^inline;/)
    await inline.body?.cancel()
  })

  test('an upload sent twice under one key is one', async () => {
    const raw = { method: 'POST', body: PNG, headers: { 'idempotency-key': 'one' } }
    const [first, second] = [
      await ask('/api/v1/attachments?name=a.png', raw),
      await ask('/api/v1/attachments?name=a.png', raw),
    ]
    expect(await second.json()).toEqual(await first.json())
    expect((await p.pool.query('select from attachment')).rowCount).toBe(1)
  })

  test('what is too large or no file is refused with the reason', async () => {
    const post = (body: BodyInit, query = '?name=a') =>
      ask(`/api/v1/attachments${query}`, { method: 'POST', body })
    expect((await post(Buffer.alloc(2 * MB + 1))).status).toBe(413)
    expect(await (await post('x', '')).json()).toMatchObject({ code: 'file_missing', path: 'query.name' })
    expect(await (await post(new FormData())).json()).toMatchObject({ code: 'file_missing' })
  })

  test('a page that calls itself a picture is never shown in place', async () => {
    const { id } = await save('a.png', Buffer.from('<svg onload="alert(1)"/>'))
    const answer = await ask(`/api/v1/attachments/${id}?inline=1`)
    expect(answer.headers.get('content-type')).toBe('application/octet-stream')
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment;/)
    await answer.body?.cancel()
  })

  test('a signed link opens its own attachment without a key, for 15 minutes', async () => {
    const { id } = await save('a.png', PNG)
    const desk = { secretKey: p.config.secretKey, url: '' }
    const link = attachmentLink(desk, { id, now: p.clock.now() })
    const opened = await app.request(link)
    expect(Buffer.from(await opened.arrayBuffer())).toEqual(PNG)
    const forged = attachmentLink({ ...desk, secretKey: 'Mallory’s' }, { id, now: p.clock.now() })
    for (const wrong of [
      forged,
      link.replace(id, 'att_other'),
      `${link}x`,
      link.replace(/\.\d+\./, '.9999999999999.'),
    ])
      expect((await app.request(wrong)).status).toBe(404)
    p.clock.advance(15 * 60_000)
    expect((await app.request(link)).status).toBe(410)
  })
})
