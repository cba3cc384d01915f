import { createHttpApp, type Listening, listen } from '@tractops/platform'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createKey } from '../../service/src/accounts/index.ts'
import { billingRoutes } from '../../service/src/billing/index.ts'
import { mergeTickets } from '../../service/src/desk/index.ts'
import { portalRoutes } from '../../service/src/portal/index.ts'
import { type ReaderBrowser, reading } from '../../service/src/portal/testing/reading.ts'
import { raiseWall } from '../../service/src/portal/wall/raise-wall.ts'
import { widgetRoutes } from '../../service/src/widget/index.ts'
import { openWidgetSession } from '../../service/src/widget/reader/open-session.ts'
import { at, type DeskStage, openDeskStage } from '../../service/test/desk-stage.ts'

let stage: DeskStage
let server: Listening
let closing: AbortController
let key: string
let harbor: string
let portal: Record<'carla' | 'frank' | 'dev', ReaderBrowser>

beforeEach(async () => {
  stage = await openDeskStage(at('2026-11-23T22:00:00Z'))
  const { p, desk, doing } = stage
  await p.events.start()
  const app = createHttpApp(p)
  app.route('/', billingRoutes(p))
  app.route('/', portalRoutes(p, { desk, wall: await raiseWall(p) }))
  app.route('/', widgetRoutes(p, { desk, origins: [] }))
  server = await listen(app, '127.0.0.1', 0)
  closing = new AbortController()
  key = (await doing((ctx) => createKey(ctx, { role: 'lead', name: 'test' }))).key
  harbor = await customer('Harbor View HOA', ['carla', 'frank'])
  await customer('Dunes COA', ['dev'])
  const of = (name: string) => reading(p, app, `${name}@example.com`)
  portal = { carla: await of('carla'), frank: await of('frank'), dev: await of('dev') }
})
afterEach(async () => {
  closing.abort()
  await server.close(500)
  await stage.close()
})

async function api(method: string, path: string, body?: object): Promise<Record<string, string>> {
  const response = await fetch(`${server.url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  expect(response.ok).toBe(true)
  return response.status === 204 ? {} : ((await response.json()) as Record<string, string>)
}

async function customer(name: string, people: string[]): Promise<string> {
  const contacts = people.map((one) => ({ name: one, email: `${one}@example.com`, role: 'board' }))
  const asked = { name, plan: 'premium', billing: 'annual', units: 10, start: '2026-01-01', contacts }
  return (await api('POST', '/customers', asked)).id!
}

const open = (path: string, headers: Record<string, string>) =>
  fetch(server.url + path, { headers, signal: closing.signal })
const openPortal = (who: keyof typeof portal) =>
  open('/portal/api/events', { cookie: `tractops.reader=${portal[who].cookie}` })
const widgetToken = async (name: string) =>
  (await stage.doing((ctx) => openWidgetSession(ctx, { email: `${name}@example.com`, name }))).token
const openWidget = async (name: string) =>
  open('/widget/api/events', { authorization: `Bearer ${await widgetToken(name)}` })

/** What is told over a line: resolves once `count` events have come, or the line has ended. */
function hearing(line: Response) {
  expect(line.status).toBe(200)
  const reader = line.body!.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  const told = () => [...text.matchAll(/^data: (.*)$/gm)].map(([, id]) => id!)
  return {
    async untilTold(count: number): Promise<string[]> {
      while (told().length < count) {
        const { done, value } = await reader.read()
        if (done) break
        text += value
      }
      return told()
    },
    async untilEnded(): Promise<string[]> {
      for (let next = await reader.read(); !next.done; next = await reader.read()) text += next.value
      return told()
    },
  }
}

/** A question of somebody, and of their customer where it is known. */
const asks = (name: string, customerId: string | null = null) =>
  stage.asks({ requester: { name, email: `${name}@example.com`, customerId } })

test('a line of the portal and of the widget tells a reader of their own questions, and of nobody else’s', async () => {
  const [ofCarla, ofDev] = [await asks('carla', harbor), await asks('dev')]
  const lines = {
    carla: hearing(await openPortal('carla')),
    frank: hearing(await openPortal('frank')),
    dev: hearing(await openPortal('dev')),
    carlaWidget: hearing(await openWidget('carla')),
    frankWidget: hearing(await openWidget('frank')),
    devWidget: hearing(await openWidget('dev')),
  }
  await stage.answers(ofCarla.id)
  await stage.answers(ofDev.id)
  const ofFrank = await asks('frank')
  expect(await lines.carla.untilTold(1)).toEqual([ofCarla.id])
  expect(await lines.carlaWidget.untilTold(1)).toEqual([ofCarla.id])
  // What came first was told first: had Dev heard of Carla's, it would stand before his own.
  expect(await lines.dev.untilTold(1)).toEqual([ofDev.id])
  expect(await lines.devWidget.untilTold(1)).toEqual([ofDev.id])
  // Frank speaks for the same customer: the portal shows him Carla's question, the widget only his own.
  expect(new Set(await lines.frank.untilTold(2))).toEqual(new Set([ofCarla.id, ofFrank.id]))
  expect(await lines.frankWidget.untilTold(1)).toEqual([ofFrank.id])
})

test('what is the desk’s own is told to no reader: notes, tags and who deals with it', async () => {
  const [first, second] = [await asks('carla'), await asks('carla')]
  const line = hearing(await openPortal('carla'))
  await stage.answers(first.id, { public: false, text: 'Carla again.' })
  await stage.answers(second.id)
  expect(await line.untilTold(1)).toEqual([second.id])
})

test('a merged question is told as the one it has become', async () => {
  const [kept, merged] = [await asks('carla', harbor), await asks('frank', harbor)]
  const line = hearing(await openWidget('frank'))
  await stage.doing((ctx) => mergeTickets(ctx, stage.desk, { ticketId: kept.id, other: merged.id }))
  expect(await line.untilTold(1)).toEqual([kept.id])
})

test('a contact who was removed hears no more, though the line was opened before', async () => {
  const ofCarla = await asks('carla', harbor)
  const own = await asks('frank')
  const line = hearing(await openPortal('frank'))
  const { contacts } = (await api('GET', `/customers/${harbor}`)) as never as {
    contacts: { id: string; email: string }[]
  }
  const frank = contacts.find(({ email }) => email.startsWith('frank'))!
  await api('DELETE', `/customers/${harbor}/contacts/${frank.id}`)
  await stage.answers(ofCarla.id)
  await stage.answers(own.id)
  expect(await line.untilTold(1)).toEqual([own.id])
})

test('whoever has signed out hears no more: the line ends instead of telling', async () => {
  const { id } = await asks('carla')
  const line = hearing(await openPortal('carla'))
  expect((await portal.carla.ask('DELETE', '/session')).status).toBe(204)
  await stage.answers(id)
  expect(await line.untilEnded()).toEqual([])
})

test('a reader has four lines, another has theirs, and one that is closed makes room', async () => {
  const first = new AbortController()
  const headers = { cookie: `tractops.reader=${portal.carla.cookie}` }
  const once = await fetch(`${server.url}/portal/api/events`, { headers, signal: first.signal })
  expect(once.status).toBe(200)
  for (let i = 0; i < 3; i += 1) expect((await openPortal('carla')).status).toBe(200)
  const refused = await openPortal('carla')
  expect(refused.status).toBe(429)
  expect(refused.headers.get('retry-after')).toBe('60')
  expect(await refused.json()).toMatchObject({ code: 'lines_taken' })
  expect((await openPortal('dev')).status).toBe(200)
  first.abort()
  await expect.poll(async () => (await openPortal('carla')).status).toBe(200)
})
