import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import S3rver from 's3rver'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { bucketStore } from './bucket.ts'
import type { SiteFile } from './site.ts'

const now = () => Temporal.Now.instant()
const keys = { region: 'us-east-1', accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' }
const file = (name: string, body: string): SiteFile => ({ name, type: 'text/html; charset=utf-8', body })

describe('an S3-compatible store', () => {
  let folder: string
  let s3: InstanceType<typeof S3rver>
  let endpoint: string

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tractops-s3-'))
    s3 = new S3rver({
      address: '127.0.0.1',
      port: 0,
      silent: true,
      directory: folder,
      configureBuckets: [{ name: 'status', configs: [] }],
    })
    const { port } = await s3.run()
    endpoint = `http://127.0.0.1:${port}`
  })
  afterEach(async () => {
    await s3.close()
    await rm(folder, { recursive: true })
  })

  test('takes signed objects with their types, and loses those that are gone', async () => {
    const store = bucketStore({ endpoint, bucket: 'status', prefix: 'site/', ...keys }, now)
    await store.put([
      file('status/incidents/inc_1/index.html', 'an incident'),
      file('status/index.html', 'one'),
    ])
    const get = (name: string) => fetch(`${endpoint}/status/site/${name}`)
    expect(await (await get('status/index.html')).text()).toBe('one')
    expect((await get('status/index.html')).headers.get('content-type')).toBe('text/html; charset=utf-8')
    await store.put([file('status/index.html', 'two')])
    expect(await (await get('status/index.html')).text()).toBe('two')
    expect((await get('status/incidents/inc_1/index.html')).status).toBe(404)
  })

  test('that refuses the key says so, with what it answered', async () => {
    const store = bucketStore({ endpoint, bucket: 'status', prefix: '', ...keys, accessKeyId: 'nobody' }, now)
    await expect(store.put([file('a', 'x')])).rejects.toThrow('InvalidAccessKeyId')
  })
})

describe('a store that fails now and then', () => {
  let server: Server
  let endpoint: string
  let asked: string[]
  let answer: (url: string) => number

  beforeEach(async () => {
    asked = []
    answer = () => 200
    server = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`)
      request.resume().on('end', () => response.writeHead(answer(request.url!)).end('SlowDown'))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    endpoint = `http://127.0.0.1:${(server.address() as { port: number }).port}`
  })
  afterEach(() => new Promise((resolve) => server.close(resolve)))

  test('is given what changed and no more, the front page last, and what it refused again', async () => {
    const store = bucketStore({ endpoint, bucket: 'b', prefix: '', ...keys }, now)
    const site = (front: string) => [
      file('sla/index.html', 's'),
      file('a.json', 'a'),
      file('status/index.html', front),
    ]
    await store.put(site('one'))
    expect(asked.toSorted()).toEqual(['PUT /b/a.json', 'PUT /b/sla/index.html', 'PUT /b/status/index.html'])
    expect(asked.at(-1)).toBe('PUT /b/status/index.html')
    asked.length = 0
    answer = () => 503
    await expect(store.put(site('two'))).rejects.toThrow('503')
    answer = () => 200
    await store.put(site('two'))
    expect(asked).toEqual(['PUT /b/status/index.html', 'PUT /b/status/index.html'])
  })
})
