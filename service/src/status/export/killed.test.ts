import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Statuspage } from 'statuspage.io'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runService } from '../../testing/run-service.ts'
import { fileServer } from '../testing/file-server.ts'

let folder: string
let files: Awaited<ReturnType<typeof fileServer>>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tractops-killed-'))
  files = await fileServer(join(folder, 'copy/current'))
})
afterAll(async () => {
  await files?.close()
  await rm(folder, { recursive: true, force: true, maxRetries: 10 })
})

test('with the service killed, and its database with it, the copy is served by a file server and says how old it is', async () => {
  const service = runService(folder, { EXPORT_DIR: join(folder, 'copy'), EXPORT_URL: files.url })
  const url = await service.ready
  await expect.poll(async () => (await fetch(`${files.url}/status/`)).status, { timeout: 20_000 }).toBe(200)
  service.child.kill('SIGKILL')
  await service.ended
  await expect(fetch(url)).rejects.toThrow()
  const page = await (await fetch(`${files.url}/status/`)).text()
  const madeAt = /<meta name="made-at" content="(.*?)">/.exec(page)![1]!
  expect(page.replace(/<.*?>/g, '')).toContain(`${madeAt.slice(11, 19)} UTC`)
  const statuspage = new Statuspage('tractops')
  statuspage.setApiUrl(`${files.url}/status`)
  expect((await statuspage.api.getStatus()).page.updated_at).toBe(madeAt)
  for (const path of [
    '/sla/',
    '/status/history/',
    '/status/incidents/',
    '/status/feed.atom',
    '/status/badge.svg',
  ])
    expect((await fetch(files.url + path)).status, path).toBe(200)
}, 60_000)
