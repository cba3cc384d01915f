import { createHttpApp, inTransaction, verifyAuditChain } from '@tractops/platform'
import { type TestPlatform, testPlatform } from '@tractops/platform/testing'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { accountsRoutes, makeAdminLink, requireRole, startAccounts } from '../index.ts'
import { codeOf, hire, PASSWORD, signedIn, Visitor } from '../testing/visitor.ts'
import { tellFailures } from './sign-in-failures.ts'

let p: TestPlatform
let app: ReturnType<typeof createHttpApp>

beforeEach(async () => {
  p = await testPlatform({ now: Temporal.Instant.from('2026-11-24T09:00:00Z') })
  app = createHttpApp(p)
  app.route('/', accountsRoutes(p))
  app.post('/api/v1/things', requireRole('viewer'), (c) => c.json(c.get('actor')))
})
afterEach(() => p.close())

const actions = async () => {
  const { rows } = await p.pool.query('select action, subject, detail from audit_entry order by seq')
  return rows as { action: string; subject: string; detail: Record<string, unknown> }[]
}

describe('the first admin', () => {
  test('comes by the link of the start, sets a password, enrols, and is in; the link works once', async () => {
    const links: string[] = []
    const running = await startAccounts(p, (token) => links.push(token))
    await running.stop()
    const ava = new Visitor(app)
    const token = links[0]!
    expect((await ava.ask('POST', '/api/v1/invitations/reading', { token })).body).toMatchObject({
      role: 'admin',
    })
    const accepted = await ava.ask('POST', '/api/v1/invitations/acceptance', {
      token,
      name: 'Ava',
      email: 'Ava@TractOps.example',
      password: PASSWORD,
    })
    expect(accepted).toMatchObject({ status: 201, body: { email: 'ava@tractops.example' } })
    expect(
      (
        await ava.ask('POST', '/api/v1/invitations/acceptance', {
          token,
          name: 'Mallory',
          email: 'm@x.org',
          password: PASSWORD,
        })
      ).body.code,
    ).toBe('invitation_used')
    expect((await ava.password('ava@tractops.example')).status).toBe(200)
    expect((await ava.ask('GET', '/api/v1/me')).body.session).toMatchObject({
      verifiedBy: 'password',
      needsSecondFactor: true,
    })
    expect((await ava.ask('GET', '/api/v1/people')).body.code).toBe('second_factor_needed')
    const before = ava.cookies.get('tractops.session_token')
    await ava.enrolTotp()
    expect(ava.cookies.get('tractops.session_token')).not.toBe(before)
    expect((await ava.ask('GET', '/api/v1/people')).body.items).toMatchObject([
      { name: 'Ava', role: 'admin', totp: true },
    ])
    const again = await startAccounts(p, (made) => links.push(made))
    await again.stop()
    expect(links).toHaveLength(1)
  })

  test('gets another link at each start until one is used, and then none of them opens any more', async () => {
    const links: string[] = []
    for (let i = 0; i < 2; i++) await (await startAccounts(p, (token) => links.push(token))).stop()
    const ava = new Visitor(app)
    const accept = (token: string) =>
      ava.ask('POST', '/api/v1/invitations/acceptance', {
        token,
        name: 'Ava',
        email: 'ava@tractops.example',
        password: PASSWORD,
      })
    expect((await accept(links[1]!)).status).toBe(201)
    expect((await accept(links[0]!)).body.code).toBe('invitation_unknown')
  })

  test('who is locked out gets the account back by a link from the command line, and the old sessions end', async () => {
    const ava = await signedIn(p, app, 'admin', 'Ava')
    const { token } = await inTransaction(p, { kind: 'system', name: 'command' }, makeAdminLink)
    const back = await new Visitor(app).ask('POST', '/api/v1/invitations/acceptance', {
      token,
      name: 'Ava',
      email: 'ava@tractops.example',
      password: 'nine loud geese in March',
    })
    expect(back.status).toBe(201)
    expect((await ava.ask('GET', '/api/v1/me')).status).toBe(401)
    const anew = new Visitor(app)
    expect((await anew.password('ava@tractops.example')).status).toBe(401)
    expect((await anew.password('ava@tractops.example', 'nine loud geese in March')).body).toMatchObject({
      twoFactorRedirect: false,
    })
  })

  test('a link does not open after 72 hours', async () => {
    const { token } = await inTransaction(p, { kind: 'system', name: 'command' }, makeAdminLink)
    p.clock.advance(72 * 3_600_000)
    expect((await new Visitor(app).ask('POST', '/api/v1/invitations/reading', { token })).body.code).toBe(
      'invitation_expired',
    )
  })
})

describe('signing in', () => {
  test('takes the password and then the code; neither alone opens anything', async () => {
    const { email } = await hire(p, 'lead', 'Ava')
    const first = new Visitor(app)
    await first.password(email)
    const { secret, backupCodes } = await first.enrolTotp()
    expect(backupCodes).toHaveLength(10)
    const second = new Visitor(app)
    expect((await second.password(email)).body).toEqual({ twoFactorRedirect: true, methods: ['totp'] })
    expect((await second.ask('GET', '/api/v1/me')).status).toBe(401)
    expect((await second.ask('POST', '/api/auth/two-factor/verify-totp', { code: '000000' })).body.code).toBe(
      'invalid_code',
    )
    const right = await second.ask('POST', '/api/auth/two-factor/verify-totp', { code: await codeOf(secret) })
    expect(right.status).toBe(200)
    expect(JSON.stringify(right.body)).not.toContain('token')
    expect((await second.ask('GET', '/api/v1/me')).body).toMatchObject({
      kind: 'person',
      name: 'Ava',
      role: 'lead',
    })
    const third = new Visitor(app)
    await third.password(email)
    const code = backupCodes[0]
    expect((await third.ask('POST', '/api/auth/two-factor/verify-backup-code', { code })).status).toBe(200)
    const fourth = new Visitor(app)
    await fourth.password(email)
    expect((await fourth.ask('POST', '/api/auth/two-factor/verify-backup-code', { code })).status).toBe(401)
  })

  test('leaves a cookie that scripts cannot read, that other sites do not send, and that is secure by https', async () => {
    const { email } = await hire(p, 'viewer', 'Ava')
    const ava = new Visitor(app)
    const { headers } = await ava.password(email)
    const line = headers.getSetCookie().find((text) => text.startsWith('tractops.session_token='))!
    expect(line).toContain('HttpOnly')
    expect(line).toContain('SameSite=Lax')
    expect(line).toContain('Max-Age=43200')
    p.config.publicUrl = 'https://status.example.com'
    const safe = new Visitor(app)
    safe.headers.origin = 'https://status.example.com'
    const lines = (await safe.password(email)).headers.getSetCookie()
    expect(lines.find((text) => text.startsWith('__Secure-tractops.session_token='))).toContain('; Secure')
  })

  test('says the same of a wrong password and of nobody, and nobody can sign up', async () => {
    const { email } = await hire(p, 'viewer', 'Ava')
    const [wrong, nobody] = [
      await new Visitor(app).password(email, 'nothing like it'),
      await new Visitor(app).password('mallory@example.com'),
    ]
    expect(wrong.status).toBe(401)
    expect({ ...wrong.body, requestId: '' }).toEqual({ ...nobody.body, requestId: '' })
    const signUp = { email: 'mallory@example.com', password: PASSWORD, name: 'Mallory' }
    expect((await new Visitor(app).ask('POST', '/api/auth/sign-up/email', signUp)).status).toBe(404)
    expect((await new Visitor(app).ask('POST', '/api/auth/update-user', { role: 'admin' })).status).toBe(404)
  })

  test('guessing is stopped after ten tries; the one who was meant still gets in from a browser that is known', async () => {
    const ava = await signedIn(p, app, 'viewer', 'Ava')
    const mallory = new Visitor(app)
    for (let i = 0; i < 9; i++)
      expect((await mallory.password('ava@tractops.example', `guess number ${i} of it`)).status).toBe(401)
    const stopped = await mallory.password('ava@tractops.example')
    expect(stopped.status).toBe(429)
    expect(Number(stopped.headers.get('retry-after'))).toBeGreaterThan(60)
    await ava.ask('POST', '/api/auth/sign-out')
    expect((await ava.ask('GET', '/api/v1/me')).status).toBe(401)
    expect((await ava.password('ava@tractops.example')).body.twoFactorRedirect).toBe(true)
    p.clock.advance(15 * 60_000)
    expect((await mallory.password('ava@tractops.example', 'another guess of it')).status).toBe(401)
  })

  test('failures are in the audit chain, counted, without the address that was typed', async () => {
    const { id } = await hire(p, 'viewer', 'Ava')
    const mallory = new Visitor(app)
    for (let i = 0; i < 3; i++) await mallory.password('ava@tractops.example', `guess number ${i} of it`)
    await mallory.password('nobody@tractops.example')
    await tellFailures(p)
    expect((await actions()).filter(({ action }) => action === 'person.sign_in_failed')).toEqual([])
    p.clock.advance(5 * 60_000)
    await tellFailures(p)
    const told = (await actions()).filter(({ action }) => action === 'person.sign_in_failed')
    expect(told.map(({ subject, detail }) => [subject, detail.count]).sort()).toEqual([
      [id, 3],
      ['unknown', 1],
    ])
    expect(JSON.stringify(told)).not.toContain('nobody@')
    expect(await inTransaction(p, { kind: 'system', name: 'test' }, verifyAuditChain)).toMatchObject({
      verified: true,
    })
  })
})

describe('a session', () => {
  test('changes something only for a page of our own', async () => {
    const ava = await signedIn(p, app, 'viewer', 'Ava')
    expect((await ava.ask('POST', '/api/v1/things')).body).toMatchObject({ kind: 'person', name: 'Ava' })
    const page = { ...ava.headers }
    for (const [headers, code] of [
      [{ origin: page.origin! }, 'console_header_missing'],
      [{ ...page, origin: 'https://mallory.example' }, 'foreign_origin'],
      [{ 'x-tractops-console': '1', 'sec-fetch-site': 'cross-site' }, 'foreign_origin'],
      [{ 'x-tractops-console': '1', 'sec-fetch-site': 'same-site' }, 'foreign_origin'],
      [{ 'x-tractops-console': '1' }, 'foreign_origin'],
    ] as [Record<string, string>, string][]) {
      ava.headers = headers
      expect((await ava.ask('POST', '/api/v1/things')).body, JSON.stringify(headers)).toMatchObject({
        status: 403,
        code,
      })
      expect((await ava.ask('POST', '/api/auth/sign-out')).body).toMatchObject({ status: 403, code })
    }
    expect((await ava.ask('GET', '/api/v1/me')).status).toBe(200)
  })

  test('ends after 12 hours without use, after 14 days in any case, and with a change of role', async () => {
    const { email, id } = await hire(p, 'viewer', 'Ava')
    const browsers = []
    const first = new Visitor(app)
    await first.password(email)
    const { secret } = await first.enrolTotp()
    for (let i = 0; i < 3; i++) {
      const visitor = new Visitor(app)
      await visitor.password(email)
      await visitor.ask('POST', '/api/auth/two-factor/verify-totp', { code: await codeOf(secret) })
      browsers.push(visitor)
    }
    const ids = await Promise.all(
      browsers.map(async (one) => (await one.ask('GET', '/api/v1/me')).body.session.id),
    )
    await p.pool.query(
      "update person_session set expires_at = created_at - interval '1 second' where id = $1",
      [ids[0]],
    )
    await p.pool.query(
      "update person_session set created_at = created_at - interval '30 days' where id = $1",
      [ids[1]],
    )
    const states = await Promise.all(browsers.map(async (one) => (await one.ask('GET', '/api/v1/me')).status))
    expect(states).toEqual([401, 401, 200])
    const ben = await signedIn(p, app, 'admin', 'Ben')
    expect((await ben.ask('PATCH', `/api/v1/people/${id}`, { role: 'agent' })).status).toBe(204)
    expect((await browsers[2]!.ask('GET', '/api/v1/me')).status).toBe(401)
  })

  test('is listed for its owner, who can end it and nobody else’s', async () => {
    const ava = await signedIn(p, app, 'viewer', 'Ava')
    const ben = await signedIn(p, app, 'viewer', 'Ben')
    p.clock.set(
      Temporal.Instant.fromEpochMilliseconds(
        (await p.pool.query('select max(created_at) m from person_session')).rows[0].m.getTime(),
      ),
    )
    const mine = (await ava.ask('GET', '/api/v1/me/sessions')).body.items
    expect(mine).toMatchObject([{ current: true, verifiedBy: 'totp' }])
    expect((await ben.ask('DELETE', `/api/v1/me/sessions/${mine[0].id}`)).status).toBe(404)
    expect((await ava.ask('DELETE', `/api/v1/me/sessions/${mine[0].id}`)).status).toBe(204)
    expect((await ava.ask('GET', '/api/v1/me')).status).toBe(401)
  })

  test('the last second factor cannot be taken away', async () => {
    const ava = await signedIn(p, app, 'viewer', 'Ava')
    expect((await ava.ask('POST', '/api/auth/two-factor/disable', { password: PASSWORD })).status).toBe(404)
    expect((await ava.ask('GET', '/api/auth/passkey/list-user-passkeys')).body).toEqual([])
  })
})

describe('a password', () => {
  test('is changed with the present one; other sessions end, weak ones are refused', async () => {
    const ava = await signedIn(p, app, 'viewer', 'Ava')
    const change = (currentPassword: string, newPassword: string) =>
      ava.ask('POST', '/api/auth/change-password', { currentPassword, newPassword })
    expect((await change(PASSWORD, 'Ava-TractOps-2026')).body).toMatchObject({
      code: 'password_weak',
      path: 'newPassword',
    })
    expect((await change('not the present one', 'nine loud geese in March')).body.code).toBe(
      'invalid_password',
    )
    expect((await change(PASSWORD, 'nine loud geese in March')).status).toBe(200)
    expect((await ava.ask('GET', '/api/v1/me')).body.session.verifiedBy).toBe('totp')
    expect((await new Visitor(app).password('ava@tractops.example')).status).toBe(401)
    expect((await actions()).map(({ action }) => action)).toContain('person.password_changed')
  })
})
