import { mkdtemp, readdir, readFile, readlink, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLog } from '@tractops/platform'
import { Statuspage } from 'statuspage.io'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { fileServer } from '../testing/file-server.ts'
import { policy, scenes } from '../testing/scenes.ts'
import { sourceOf } from '../testing/serve-scene.ts'
import { incident, told } from '../testing/told.ts'
import type { StatusInput } from '../view/source.ts'
import { folderStore } from './folder.ts'
import { createSite, type SiteFile } from './site.ts'
import { startExport } from './start-export.ts'

let root: string
let files: Awaited<ReturnType<typeof fileServer>>

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'tractops-copy-'))
  files = await fileServer(join(root, 'current'))
})
afterEach(async () => {
  await files.close()
  await rm(root, { recursive: true })
})

const made = (scene: StatusInput, serviceUrl: string | null = null) => {
  const site = createSite({ policies: [policy], copyUrl: files.url, serviceUrl })
  return sourceOf(() => scene)(site)
}
const read = (name: string) => readFile(join(root, 'current', name), 'utf8')

describe('the copy, with nothing running but a file server', () => {
  beforeEach(async () => {
    await folderStore(root, () => 0).put(await made(scenes.told!))
  })

  test('every link of every page leads to something, whether pages are reached with or without a slash', async () => {
    const seen = new Map<string, number>()
    const next = [`${files.url}/`]
    for (let url = next.pop(); url !== undefined; url = next.pop()) {
      if (seen.has(url)) continue
      const reply = await fetch(url)
      seen.set(url, reply.status)
      if (!reply.headers.get('content-type')?.includes('html')) continue
      for (const [, href] of (await reply.text()).matchAll(/(?: href|; url)="?([^"#]+)[^"]*"/g)) {
        const to = new URL(href!, reply.url)
        if (to.origin === files.url) next.push(to.href)
      }
    }
    expect([...seen].filter(([, status]) => status !== 200)).toEqual([])
    expect(seen.size).toBeGreaterThan(20)
    const paths = [...seen.keys()].map((url) => url.slice(files.url.length))
    for (const { id } of told.incidents.slice(0, 2))
      expect(paths).toContain(`/status/incidents/${id}/index.html`)
    expect(paths).toContain('/status/history/2026-11.json')
    expect(paths).toContain('/status/history/2026-06/index.html')
  })

  test('says on every page, in words and for programs, when it was made', async () => {
    const pages = (await readdir(join(root, 'current'), { recursive: true })).filter(
      (name) => name.endsWith('index.html') && !['index.html', 'status/embed/index.html'].includes(name),
    )
    for (const name of pages) {
      const page = await read(name)
      if (page.includes('http-equiv="refresh"')) continue
      expect(page, name).toContain('<meta name="made-at" content="2026-11-23T14:03:20.000Z">')
      expect(page.replace(/<.*?>/g, ''), name).toMatch(/This is a copy.* made at 23 Nov, 14:03:20 UTC/)
    }
    const over = await read(`status/incidents/${told.incidents[1]!.id}/index.html`)
    expect(over, 'the age of a page of what is over says nothing of ours').not.toContain('cannot be reached')
    expect(await read('status/index.html')).toContain('cannot be reached')
    expect(JSON.parse(await read('made.json'))).toEqual({ madeAt: '2026-11-23T14:03:20Z' })
  })

  test('answers the client made for Statuspage', async () => {
    const statuspage = new Statuspage('tractops')
    statuspage.setApiUrl(`${files.url}/status`)
    expect((await statuspage.api.getSummary()).status.indicator).toBe('critical')
    expect((await statuspage.api.incidents.getAll()).incidents).toHaveLength(2)
  })

  test('carries feeds whose links lead into it', async () => {
    const feed = JSON.parse(await read('status/feed.json')) as { items: { url: string }[] }
    for (const { url } of feed.items) expect((await fetch(url)).status, url).toBe(200)
    expect(await read('status/feed.atom')).toContain(`<id>${files.url}/status</id>`)
  })

  test('an incident that was merged leads to the one it was merged into', async () => {
    expect(await read(`status/incidents/${told.incidents[2]!.id}/index.html`)).toContain(
      `url=../${told.incidents[1]!.id}/index.html`,
    )
  })
})

test('what needs the service leads to it where its address is known, and else nowhere', async () => {
  const page = (all: SiteFile[]) => all.find(({ name }) => name === 'status/index.html')!.body
  expect(page(await made(scenes.told!, 'https://tractops.example'))).toContain(
    'href="https://tractops.example/api"',
  )
  expect(page(await made(scenes.told!))).not.toContain('/api"')
})

describe('a folder', () => {
  test('is replaced whole: while it is written, and when that fails, the copy before stays', async () => {
    let nowMs = 1_000
    const store = folderStore(root, () => nowMs)
    const file = (body: string): SiteFile => ({ name: 'status/index.html', type: 'text/html', body })
    await store.put([file('one')])
    const before = await readlink(join(root, 'current'))
    await expect(
      store.put([file('two'), { ...file('x'), name: 'status/index.html/under-a-file' }]),
    ).rejects.toThrow()
    expect(await read('status/index.html')).toBe('one')
    expect(await readlink(join(root, 'current'))).toBe(before)
    expect((await readdir(root)).toSorted()).toEqual(['current', before])
    nowMs += 1_000
    await store.put([file('two')])
    expect(await read('status/index.html')).toBe('two')
  })

  test('keeps what has not changed as the same file, and drops what is gone', async () => {
    const store = folderStore(root, () => 1_000)
    const file = (name: string, body = name): SiteFile => ({ name, type: 'text/html', body })
    await store.put([file('a'), file('b'), file('c')])
    const inode = async (name: string) => (await stat(join(root, 'current', name))).ino
    const [a, b] = [await inode('a'), await inode('b')]
    await store.put([file('a'), file('b', 'changed')])
    expect(await inode('a')).toBe(a)
    expect(await inode('b')).not.toBe(b)
    await expect(read('c')).rejects.toThrow('ENOENT')
  })
})

test('pages of ten thousand incidents are made once, and not again while nothing changes', async () => {
  const incidents = Array.from({ length: 10_000 }, (_, i) =>
    incident(
      { id: `inc_${i}`, title: `Outage ${i}`, resolvedAt: Temporal.Instant.from('2026-11-20T09:00:00Z') },
      '2026-11-20T08:00:00Z',
    ),
  )
  let scene: StatusInput = { ...scenes.up!, told: { ...told, incidents } }
  const site = createSite({ policies: [policy], copyUrl: files.url, serviceUrl: null })
  const first = await sourceOf(() => scene)(site)
  expect(first.filter(({ name }) => name.startsWith('status/incidents/inc_'))).toHaveLength(10_000)
  expect(first.filter(({ name }) => /^status\/history\/2026-11\/\d+\//.test(name))).toHaveLength(99)
  scene = { ...scene, now: scene.now.add({ seconds: 15 }) }
  const kept = new Set(await sourceOf(() => scene)(site))
  expect(first.filter((file) => kept.has(file)).length).toBeGreaterThanOrEqual(10_000)
})

test('a change is copied at once, a store that fails does not keep another waiting, and the database’s absence only lets the copy age', async () => {
  let shown = scenes.up!
  let away = false
  let changed = () => {}
  const warnings: unknown[] = []
  const running = startExport({
    policies: [policy],
    now: () => scenes.up!.now,
    copyUrl: files.url,
    serviceUrl: null,
    source: async (work) => {
      if (away) throw new Error('the database is away')
      return sourceOf(() => shown)(work)
    },
    stores: [
      { name: 'broken', put: () => Promise.reject(new Error('no space left')) },
      folderStore(root, () => 1_000),
    ],
    log: { ...createLog('silent'), warn: (what: unknown) => warnings.push(what) },
    onChange: (listener) => {
      changed = listener
      return () => {}
    },
  })
  try {
    await expect
      .poll(() => read('status/index.html').catch(() => ''), { timeout: 10_000 })
      .toContain('Everything works')
    shown = scenes.down!
    changed()
    await expect.poll(() => read('status/index.html'), { timeout: 10_000 }).toContain('Payments are down')
    expect(warnings).toMatchObject([{ store: 'broken' }, { store: 'broken' }])
    expect(running.troubles()).toMatchObject([
      {
        kind: 'copy.failing',
        since: scenes.up!.now,
        text: expect.stringContaining('broken, and is tried again: no space left'),
      },
    ])
    away = true
    changed()
    await expect.poll(() => warnings.length, { timeout: 10_000 }).toBe(3)
    expect(await read('status/index.html')).toContain('Payments are down')
  } finally {
    await running.stop()
  }
})
