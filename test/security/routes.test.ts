import { roleAllows, roles } from '@tractops/platform'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hashOfToken, newToken } from '../../service/src/accounts/index.ts'
import { readerSession } from '../../service/src/portal/tables.ts'
import { composeService } from '../compose-service.ts'
import { type Need, ROUTES } from './roles.ts'

let service: Awaited<ReturnType<typeof composeService>>
beforeAll(async () => {
  service = await composeService()
})
afterAll(() => service?.close())

const page = { 'x-tractops-console': '1', origin: 'http://localhost' }

/** Asks a route with made-up parameters and an empty body; the status alone counts. */
async function ask(route: string, headers: Record<string, string> = {}): Promise<number> {
  const [method, path] = route.split(' ') as [string, string]
  const url = `http://localhost${path.replaceAll(/:(\w+)(\{(?:[^{}]|\{[^}]*\})*\})?/g, (_, name) => MADE_UP[name] ?? 'none')}`
  const hasBody = !['GET', 'HEAD', 'DELETE'].includes(method)
  const response = await service.app.request(url, {
    method,
    headers: { ...headers, ...(hasBody ? { 'content-type': 'application/json' } : {}) },
    ...(hasBody ? { body: '{}' } : {}),
  })
  await response.body?.cancel()
  return response.status
}

const MADE_UP: Record<string, string> = { month: '2026-11', page: '1' }

/** Everybody there is, with the headers they would send. */
const everybody = () => {
  const cookieOf = (role: (typeof roles)[number]) =>
    [...service.sessions[role].cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  return [
    { who: 'nobody', role: null, headers: {} },
    {
      who: 'Mallory with a made-up key',
      role: null,
      headers: { authorization: `Bearer tractops_${'x'.repeat(43)}` },
    },
    {
      who: 'Mallory with a made-up session',
      role: null,
      headers: { ...page, cookie: 'tractops.session_token=x.y' },
    },
    ...roles.map((role) => ({
      who: `the key of a ${role}`,
      role,
      headers: { authorization: `Bearer ${service.keys[role]}` },
    })),
    ...roles.map((role) => ({
      who: `the session of a ${role}`,
      role,
      headers: { ...page, cookie: cookieOf(role) },
    })),
  ]
}

const refused = (status: number) => status === 401 || status === 403
const isRole = (need: Need): need is (typeof roles)[number] => roles.some((role) => role === need)
const those = (pick: (need: Need) => boolean) => Object.keys(ROUTES).filter((route) => pick(ROUTES[route]!))

test('every route has a row that says whom it is for, and every row a route', () => {
  const missing = service.routes.filter((route) => !(route in ROUTES))
  expect(
    missing,
    `add to ROUTES in test/security/roles.ts, with the role it needs: ${missing.join(', ')}`,
  ).toEqual([])
  const gone = Object.keys(ROUTES).filter((route) => !service.routes.includes(route))
  expect(gone, `remove from ROUTES in test/security/roles.ts: ${gone.join(', ')}`).toEqual([])
})

test('the OpenAPI document says of each route of the API whether it needs a key, as the table does', async () => {
  const document = (await (await service.app.request('/api/openapi.json')).json()) as {
    paths: Record<string, Record<string, { security?: object[] }>>
  }
  const described = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { security }]) => {
      const route = `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`
      return [route, (security ?? []).length > 0] as const
    }),
  )
  const wrong = described.filter(([route, guarded]) => {
    const need = ROUTES[route]
    return (
      need === undefined ||
      (isRole(need) || need === 'anyone signed in' || need === 'agent-token') !== guarded
    )
  })
  expect(
    wrong,
    'these are described with `security` and open to anybody, or the other way round, or have no row',
  ).toEqual([])
  const silent = those(isRole).filter((route) => !described.some(([name]) => name === route))
  expect(silent, 'these are guarded routes of the API that the OpenAPI document does not describe').toEqual(
    [],
  )
})

describe('only what the table allows passes', () => {
  test('roles, by key and by session', async () => {
    const wrong: string[] = []
    for (const route of those((need) => isRole(need) || need === 'anyone signed in')) {
      const need = ROUTES[route]!
      for (const { who, role, headers } of everybody()) {
        const may = role !== null && (!isRole(need) || roleAllows(role, need))
        const status = await ask(route, headers)
        if (refused(status) === may || status >= 500)
          wrong.push(`${route}, for ${need}: ${who} was answered ${status}`)
      }
    }
    expect(wrong).toEqual([])
  })

  test('a session of a page that is not ours changes nothing', async () => {
    const { headers } = everybody().at(-1)!
    const { 'x-tractops-console': _, ...formOfMallory } = headers as Record<string, string>
    const wrong: string[] = []
    for (const route of those(isRole).filter((name) => !name.startsWith('GET '))) {
      const statuses = [
        await ask(route, { ...formOfMallory, origin: 'https://mallory.example' }),
        await ask(route, formOfMallory),
      ]
      if (statuses.some((status) => status !== 403))
        wrong.push(`${route} was answered ${statuses.join(' and ')}`)
    }
    expect(wrong).toEqual([])
  })

  test('public routes, for anybody', async () => {
    const wrong: string[] = []
    for (const route of those((need) => need === 'public')) {
      const status = await ask(route)
      if (refused(status) || (status >= 500 && status !== 503)) wrong.push(`${route} was answered ${status}`)
    }
    expect(wrong).toEqual([])
  })

  test('an agent’s routes, for no key and no session', async () => {
    const wrong: string[] = []
    for (const route of those((need) => need === 'agent-token'))
      for (const { who, headers } of everybody()) {
        const status = await ask(route, headers)
        if (!refused(status)) wrong.push(`${route}: ${who} was answered ${status}`)
      }
    expect(wrong).toEqual([])
  })

  test('the widget’s routes, for no key, no session, and no token that is made up', async () => {
    const wrong: string[] = []
    const unsigned = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJtYWxsb3J5In0.'
    const made = [`tws_${'x'.repeat(43)}`, unsigned, 'x.y.z'].map((token) => ({
      who: `Mallory with ${token}`,
      headers: { authorization: `Bearer ${token}` },
    }))
    for (const route of those((need) => need === 'widget-token'))
      for (const { who, headers } of [...everybody(), ...made]) {
        const status = await ask(route, headers)
        if (!refused(status)) wrong.push(`${route}: ${who} was answered ${status}`)
      }
    expect(wrong).toEqual([])
  })

  test('a reader’s routes, for no key and no session of the console', async () => {
    const wrong: string[] = []
    for (const route of those((need) => need === 'reader')) {
      const made = { ...page, 'x-tractops-portal': '1', cookie: `tractops.reader=${'x'.repeat(43)}` }
      for (const { who, headers } of [...everybody(), { who: 'a made-up reader', headers: made }]) {
        const status = await ask(route, headers)
        if (status !== 401) wrong.push(`${route}: ${who} was answered ${status}`)
      }
    }
    expect(wrong).toEqual([])
  })

  test('nothing else, for a reader of the portal', async () => {
    const token = newToken()
    const now = service.p.clock.now()
    const email = 'carla@example.com'
    await service.sessions.lead.ask('POST', '/api/v1/customers', {
      ...{ name: 'Harbor View HOA', plan: 'premium', billing: 'annual', units: 100, start: '2026-01-01' },
      contacts: [{ name: 'Carla', email, role: 'president' }],
    })
    await service.p.db.insert(readerSession).values({
      ...{ id: 'rds_1', tokenHash: hashOfToken(token), email, createdAt: now, seenAt: now, rotatedAt: now },
      expiresAt: now.add({ hours: 24 }),
    })
    const headers = { ...page, 'x-tractops-portal': '1', cookie: `tractops.reader=${token}` }
    expect(await ask('GET /portal/api/me', headers)).toBe(200)
    const wrong: string[] = []
    for (const route of those((need) => isRole(need) || need === 'anyone signed in')) {
      const status = await ask(route, headers)
      if (status !== 401) wrong.push(`${route} was answered ${status}`)
    }
    const foreign = { ...headers, origin: 'https://mallory.example' }
    for (const route of those((need) => need === 'reader').filter((name) => !name.startsWith('GET '))) {
      const status = await ask(route, foreign)
      if (status !== 403) wrong.push(`${route}, from another site, was answered ${status}`)
    }
    expect(wrong).toEqual([])
  })

  test('links that we made, for nobody who makes one up', async () => {
    const wrong: string[] = []
    for (const route of those((need) => need === 'signed-token')) {
      const status = await ask(route)
      if (status < 400 || status >= 500) wrong.push(`${route} was answered ${status}`)
    }
    expect(wrong).toEqual([])
  })

  test('signing in and out, never with what it is given here', async () => {
    const wrong: string[] = []
    for (const route of those((need) => need === 'identity')) {
      for (const headers of [{}, page, { authorization: `Bearer ${service.keys.admin}` }]) {
        const status = await ask(route, headers)
        const asksFor = route.endsWith('/generate-authenticate-options')
        const isOut = route.endsWith('/sign-out')
        if ((status < 400 && !asksFor && !isOut) || status >= 500)
          wrong.push(`${route} was answered ${status}`)
      }
    }
    expect(wrong).toEqual([])
  })
})
