import { createHttpApp } from '@tractops/platform'
import { type TestPlatform, testPlatform } from '@tractops/platform/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { accountsRoutes } from '../index.ts'
import { hire, PASSWORD, signedIn, Visitor } from '../testing/visitor.ts'

let p: TestPlatform
let app: ReturnType<typeof createHttpApp>
let ava: Visitor

beforeAll(async () => {
  p = await testPlatform({ now: Temporal.Instant.from('2026-11-24T09:00:00Z') })
  app = createHttpApp(p)
  app.route('/', accountsRoutes(p))
  ava = await signedIn(p, app, 'admin', 'Ava')
})
afterAll(() => p.close())

test('an admin invites; the link lets one person in, once, with the role that was meant', async () => {
  const invited = await ava.ask('POST', '/api/v1/people', { email: 'Ben@tractops.example', role: 'agent' })
  expect(invited).toMatchObject({ status: 201, body: { expiresAt: '2026-11-27T09:00:00Z' } })
  const token = new URL(invited.body.link).hash.slice(1)
  expect(invited.body.link).toBe(`http://localhost/console/welcome#${token}`)
  expect((await ava.ask('GET', '/api/v1/invitations')).body.items).toMatchObject([
    { email: 'ben@tractops.example', createdBy: 'Ava' },
  ])
  const again = await ava.ask('POST', '/api/v1/people', { email: 'ben@tractops.example', role: 'admin' })
  expect(again).toMatchObject({ status: 409, body: { code: 'email_taken', path: 'email' } })
  const ben = new Visitor(app)
  const accept = (body: object) =>
    ben.ask('POST', '/api/v1/invitations/acceptance', { token, name: 'Ben', ...body })
  expect((await accept({ password: 'short' })).body).toMatchObject({
    status: 400,
    code: 'password_weak',
    path: 'password',
  })
  expect((await accept({ password: PASSWORD, email: 'mallory@example.com' })).body).toMatchObject({
    email: 'ben@tractops.example',
  })
  expect((await accept({ password: PASSWORD })).body.code).toBe('invitation_used')
  await ben.password('ben@tractops.example')
  await ben.enrolTotp()
  expect((await ben.ask('GET', '/api/v1/me')).body).toMatchObject({ name: 'Ben', role: 'agent' })
  expect((await ben.ask('GET', '/api/v1/people')).body).toMatchObject({ status: 403, code: 'forbidden' })
})

test('a withdrawn invitation opens nothing', async () => {
  const { body } = await ava.ask('POST', '/api/v1/people', {
    email: 'carol@tractops.example',
    role: 'viewer',
  })
  expect((await ava.ask('DELETE', `/api/v1/invitations/${body.id}`)).status).toBe(204)
  const token = new URL(body.link).hash.slice(1)
  expect((await new Visitor(app).ask('POST', '/api/v1/invitations/reading', { token })).body.code).toBe(
    'invitation_unknown',
  )
})

test('the last admin can neither be removed nor made less', async () => {
  const { body } = await ava.ask('GET', '/api/v1/me')
  const demotion = await ava.ask('PATCH', `/api/v1/people/${body.id}`, { role: 'lead' })
  expect(demotion).toMatchObject({ status: 409, body: { code: 'last_admin' } })
  expect((await ava.ask('DELETE', `/api/v1/people/${body.id}`)).body.code).toBe('last_admin')
  const second = await hire(p, 'admin', 'Eve')
  expect((await ava.ask('PATCH', `/api/v1/people/${second.id}`, { role: 'lead' })).status).toBe(204)
  expect((await ava.ask('DELETE', `/api/v1/people/${second.id}`)).status).toBe(204)
  expect((await ava.ask('DELETE', `/api/v1/people/${second.id}`)).status).toBe(404)
})

test('one person is found by id, and an agent sees names alone', async () => {
  const found = await ava.ask('GET', `/api/v1/people/${encodeURIComponent('nobody')}`)
  expect(found.body).toMatchObject({ status: 404, code: 'person_unknown' })
  const [one] = (await ava.ask('GET', '/api/v1/people')).body.items
  expect((await ava.ask('GET', `/api/v1/people/${one.id}`)).body).toEqual(one)
  const { items } = (await ava.ask('GET', '/api/v1/staff')).body
  expect(items).toContainEqual({ id: one.id, name: one.name, role: one.role })
})

test('people come in pages, by name', async () => {
  for (const name of ['Anna', 'Zoe']) await hire(p, 'viewer', name)
  const names: string[] = []
  for (let next: string | null = ''; next !== null; ) {
    const page = await ava.ask('GET', `/api/v1/people?limit=2${next === '' ? '' : `&cursor=${next}`}`)
    names.push(...page.body.items.map(({ name }: { name: string }) => name))
    next = page.body.next
  }
  expect(names).toEqual(['Anna', 'Ava', 'Ben', 'Zoe'])
  expect((await ava.ask('GET', '/api/v1/people?cursor=nonsense')).body.code).toBe('invalid_cursor')
})

test('an admin makes and ends keys, which are told to the audit trail with their maker', async () => {
  const made = await ava.ask('POST', '/api/v1/keys', { name: 'reader', role: 'viewer' })
  expect(made.body.key).toMatch(/^tractops_/)
  expect((await ava.ask('GET', '/api/v1/keys')).body.items).toMatchObject([
    { name: 'reader', createdBy: 'Ava', revokedAt: null },
  ])
  expect((await ava.ask('DELETE', `/api/v1/keys/${made.body.id}`)).status).toBe(204)
  const { body } = await ava.ask('GET', `/api/v1/audit?subject=${made.body.id}`)
  expect(
    body.items.map(({ action, actor }: { action: string; actor: { name: string } }) => [action, actor.name]),
  ).toEqual([
    ['key.revoked', 'Ava'],
    ['key.created', 'Ava'],
  ])
})

test('the audit trail comes newest first, in pages, by subject, actor and action, and stands', async () => {
  const first = (await ava.ask('GET', '/api/v1/audit?limit=3')).body
  expect(first.items).toHaveLength(3)
  const second = (await ava.ask('GET', `/api/v1/audit?limit=3&cursor=${first.next}`)).body
  expect(second.items[0].seq).toBe(first.items[2].seq - 1)
  const keys = (await ava.ask('GET', '/api/v1/audit?action=key.*')).body.items
  expect(keys.map(({ action }: { action: string }) => action)).toEqual(['key.revoked', 'key.created'])
  const { body: me } = await ava.ask('GET', '/api/v1/me')
  const mine = (await ava.ask('GET', `/api/v1/audit?actor=${me.id}&action=person.role_changed`)).body.items
  expect(mine).toMatchObject([{ detail: { name: 'Eve', from: 'admin', to: 'lead' } }])
  expect((await ava.ask('GET', '/api/v1/audit/verify')).body).toMatchObject({ verified: true })
})
