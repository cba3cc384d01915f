import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hashOfToken } from '../../service/src/accounts/index.ts'
import { readerSession } from '../../service/src/portal/tables.ts'
import { widgetSession } from '../../service/src/widget/tables.ts'
import { composeService } from '../compose-service.ts'

let service: Awaited<ReturnType<typeof composeService>>
beforeAll(async () => {
  service = await composeService()
})
afterAll(() => service?.close())

const SAMPLES = 14
const SEED = 20261126
/** The rooms whose bodies are thrown at here. */
const ROOMS =
  /^(POST|PUT|PATCH) (\/api\/v1\/(tickets|people-data|views|teams|canned-replies|attachments|incoming-mail|widget-keys|webhooks|markdown)\b|\/portal\/api\/|\/widget\/api\/)/
/** What bodies of the pages' own routes, which no document lists, are made of. */
const NAMES = [
  'subject',
  'text',
  'kind',
  'customerId',
  'zone',
  'attachments',
  'draft',
  'name',
  'email',
  'code',
]
const MORE = ['rating', 'comment', 'token', 'target', 'type', 'data', 'email_id', 'created_at', 'from', 'to']

const odd = fc.constantFrom<unknown>(
  ...[
    '',
    ' ',
    '\u0000',
    'a\u0000b',
    '\ud800',
    '\u202ebdc',
    'x'.repeat(100_001),
    '2026-02-30',
    '2026-11-23T25:00:00Z',
  ],
  ...[
    'mallory@example.com',
    'P1',
    'open',
    "'; drop table ticket; --",
    '<script>',
    '__proto__',
    'tkt_x',
    '../..',
    '%00',
  ],
  ...[
    0,
    -1,
    1e308,
    Number.MAX_SAFE_INTEGER,
    0.1,
    null,
    true,
    [],
    {},
    [[]],
    [null],
    ['\u0000'],
    Array(300).fill('a'),
  ],
)
const value = fc.oneof(
  { weight: 3, arbitrary: odd },
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ unit: 'binary' }),
)
/** What each page's body is like where nothing is wrong with it; one or two fields of it are made odd. */
const RIGHT: Record<string, unknown> = {
  ...{
    subject: 'Votes',
    text: 'Hello',
    kind: 'idea',
    zone: 'Europe/Zurich',
    attachments: [],
    draft: 'd'.repeat(22),
  },
  ...{
    name: 'Carla',
    email: 'mallory@example.com',
    code: '123456',
    rating: 5,
    comment: null,
    token: 'x',
    public: true,
  },
  ...{
    severity: 'P2',
    reason: 'So it is.',
    add: [],
    remove: [],
    title: 'A title',
    url: 'https://hooks.example/',
  },
  ...{
    requester: { name: 'Carla', email: 'carla@example.com' },
    typing: true,
    topics: ['tickets'],
    filter: {},
  },
}
const right = (names: readonly string[]) =>
  Object.fromEntries(names.filter((name) => name in RIGHT).map((name) => [name, RIGHT[name]]))
const bodyOf = (names: readonly string[]) =>
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc
        .tuple(fc.constantFrom(...names), value, fc.boolean())
        .map(([name, one, drops]) => JSON.stringify({ ...right(names), [name]: drops ? undefined : one })),
    },
    {
      weight: 4,
      arbitrary: fc
        .record(Object.fromEntries(names.map((name) => [name, value])), { requiredKeys: [] })
        .map((b) => JSON.stringify(b)),
    },
    value.map((one) => JSON.stringify(one)),
    fc.constantFrom(
      '',
      '{',
      'null',
      '[]',
      `${'['.repeat(5_000)}`,
      `{"a":${'[1,'.repeat(2_000)}`,
      '\ufeff{}',
      '{"__proto__":{"a":1}}',
    ),
  )

const FILES = ['text', 'attachments', 'draft']
const PAGES: Record<string, string[]> = {
  '/widget/api/questions': [...FILES, 'kind', 'zone', 'name', 'email'],
  '/widget/api/tickets': [...FILES, 'kind', 'zone'],
  '/widget/api/tickets/:id/messages': FILES,
  '/widget/api/questions/:id/code': ['code'],
  '/portal/api/tickets': ['subject', 'text', 'kind', 'customerId', 'zone', 'attachments'],
  '/portal/api/tickets/:id/messages': ['text', 'attachments'],
  '/portal/api/tickets/:id/rating': ['rating', 'comment'],
  '/portal/api/foreseen': ['subject', 'text', 'kind'],
  '/portal/api/sign-in': ['email', 'target'],
  '/portal/api/session': ['token'],
}

// biome-ignore lint/suspicious/noExplicitAny: a document of any shape is walked.
type Any = any

/** The names of the fields that a route's body has, by the API's own description; those of pages for what is not in it. */
function namesOf(document: Any, route: string): string[] {
  const [method, path] = route.split(' ') as [string, string]
  const operation = document.paths[path.replaceAll(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()]
  const schema = operation?.requestBody?.content?.['application/json']?.schema
  const named = (of: Any): string[] =>
    of === undefined
      ? []
      : of.$ref !== undefined
        ? named(document.components.schemas[of.$ref.split('/').at(-1)])
        : [
            ...Object.keys(of.properties ?? {}),
            ...[...(of.allOf ?? []), ...(of.anyOf ?? []), ...(of.oneOf ?? [])].flatMap(named),
          ]
  const found = named(schema)
  if (found.length > 0) return [...new Set(found)]
  const known = Object.entries(PAGES).find(([end]) => path.endsWith(end))
  return known?.[1] ?? [...NAMES, ...MORE]
}

test('whatever body is sent to the desk, the portal and the widget, the answer has a reason, and nothing is lost', async () => {
  const ask = (path: string, init: RequestInit) => service.app.request(path, init)
  const bearer = { authorization: `Bearer ${service.keys.admin}`, 'content-type': 'application/json' }
  const make = async (subject: string) => {
    const requester = { name: 'Carla', email: 'carla@example.com' }
    const body = JSON.stringify({ subject, text: 'Hello', requester })
    return (await (await ask('/api/v1/tickets', { method: 'POST', headers: bearer, body })).json())
      .id as string
  }
  const kept = await make('Kept')
  const thrownAt = await make('Thrown at')
  // Carla is signed in, in the portal and in the widget.
  const now = service.p.clock.now()
  const common = { email: 'carla@example.com', createdAt: now, expiresAt: now.add({ hours: 24 }) }
  const shown = 'a'.repeat(43)
  await service.p.db
    .insert(readerSession)
    .values({ ...common, id: 'rse_1', tokenHash: hashOfToken(shown), seenAt: now, rotatedAt: now })
  await service.p.db
    .insert(widgetSession)
    .values({ ...common, id: 'wse_1', tokenHash: hashOfToken(`tws_${shown}`), name: 'Carla' })
  const document = await (await ask('/api/openapi.json', {})).json()
  const routes = service.routes.filter((route) => ROOMS.test(route))
  expect(routes.length).toBeGreaterThan(30)
  const wrong: string[] = []

  for (const [n, route] of routes.entries()) {
    const [method, path] = route.split(' ') as [string, string]
    const filled = path.replaceAll(/:\w+/g, thrownAt)
    const isPage = /^\/(portal|widget)\//.test(path)
    for (const [m, body] of fc
      .sample(bodyOf(namesOf(document, route)), { seed: SEED + n, numRuns: SAMPLES })
      .entries()) {
      const key = `fuzz-${n}-${m}-0123456789abcdef`
      const headers: Record<string, string> = isPage
        ? {
            'content-type': 'application/json',
            'x-tractops-portal': '1',
            ...(path.startsWith('/portal') ? { origin: 'http://localhost' } : {}),
            'idempotency-key': key,
            cookie: `tractops.reader=${shown}`,
            authorization: `Bearer tws_${shown}`,
          }
        : { ...bearer, 'idempotency-key': key }
      const answer = await ask(`http://localhost${filled}`, { method, headers, body })
      const text = await answer.text()

      const said = (word: string) =>
        wrong.push(
          `${route} answered ${answer.status} ${word} to ${body.slice(0, 200)}: ${text.slice(0, 300)}`,
        )
      if (answer.status >= 500) said('of its own fault')
      else if (answer.status >= 400 && !/"code":"\w+"/.test(text)) said('without a reason')
    }
  }
  expect(wrong).toEqual([])
  const reading = { authorization: `Bearer ${service.keys.viewer}` }
  const read = await (await ask(`/api/v1/tickets/${kept}`, { headers: reading })).json()
  expect(read).toMatchObject({ subject: 'Kept', messages: [{ text: 'Hello' }] })
}, 180_000)
