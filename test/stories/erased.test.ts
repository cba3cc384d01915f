import { smtpServer } from '@tractops/platform/testing'
import { createTransport } from 'nodemailer'
import { expect, test, vi } from 'vitest'
import { ReaderBrowser } from '../../service/src/portal/testing/reading.ts'
import { freePort } from '../chaos/processes.ts'
import { composeService } from '../compose-service.ts'

const EMAIL = 'carla.zyb@example.com'
const NAME = 'Carla Zybrowski'

test('whoever is erased is found in no column of the database, neither by name nor by address, and everybody else is', async () => {
  const smtpPort = await freePort()
  const out = await smtpServer()
  const service = await composeService({ smtpPort, smtpUrl: out.url })
  const { app, pool, keys } = service
  const api = async (method: string, path: string, body?: object) => {
    const headers = { authorization: `Bearer ${keys.admin}`, 'content-type': 'application/json' }
    const answer = await app.request(path, {
      method,
      headers,
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    // biome-ignore lint/suspicious/noExplicitAny: what a test looks into is of every shape.
    return { status: answer.status, body: JSON.parse((await answer.text()) || 'null') as any }
  }
  const mail = (from: string, more: object) => {
    const client = createTransport({ host: '127.0.0.1', port: smtpPort, tls: { rejectUnauthorized: false } })
    return client.sendMail({ from, to: 'contact@tractops.com', ...more }).finally(() => client.close())
  }
  const found = async (words: string) => {
    const places: string[] = []
    const { rows } = await pool.query(`
      select c.table_schema as schema, c.table_name as name, c.column_name as col, c.data_type as type
      from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
      where t.table_type = 'BASE TABLE' and c.table_schema not in ('pg_catalog', 'information_schema')
        and c.data_type in ('text', 'character varying', 'jsonb', 'json', 'bytea', 'tsvector', 'ARRAY')`)
    for (const { schema, name, col, type } of rows) {
      const text = type === 'bytea' ? `encode("${col}", 'escape')` : `"${col}"::text`
      const hits = await pool.query(`select from "${schema}"."${name}" where ${text} ~* $1`, [words])
      if (hits.rowCount! > 0) places.push(`${name}.${col}`)
    }
    return places
  }

  // Carla is a contact of a customer, writes mails, asks in the portal and the widget, and is written to.
  const { body: customer } = await api('POST', '/api/v1/customers', {
    ...{ name: 'Harbor View HOA', plan: 'premium', billing: 'annual', units: 100, start: '2026-01-01' },
    contacts: [
      { name: NAME, email: EMAIL, role: 'board' },
      { name: 'Dev', email: 'dev@example.com', role: 'board' },
    ],
  })
  expect(customer.id).toMatch(/^cus_/)
  await mail(`${NAME} <${EMAIL}>`, {
    ...{ subject: `Help ${NAME}`, text: `I am ${NAME}.`, html: `<p>I am ${NAME}.</p>` },
    ...{ messageId: `<one.${EMAIL}>`, attachments: [{ filename: 'zybrowski.txt', content: NAME }] },
  })
  await mail('Dev <dev@example.com>', {
    ...{
      subject: 'Dues',
      text: 'Where are they?',
      cc: `${NAME} <${EMAIL}>`,
      messageId: '<dev.1@example.com>',
    },
  })
  await mail(`${NAME} <${EMAIL}>`, {
    ...{ subject: 'Re: Dues', text: 'Here too.', inReplyTo: '<dev.1@example.com>' },
  })
  const tickets = (await api('GET', '/api/v1/tickets?order=received')).body.items
  const [devs, hers] = ['Dues', `Help ${NAME}`].map((subject) =>
    // biome-ignore lint/suspicious/noExplicitAny: as above.
    tickets.find((one: any) => one.subject === subject),
  )
  await api('POST', `/api/v1/tickets/${hers.id}/messages`, {
    text: `Dear Carla, thank you, ${EMAIL}.`,
    public: true,
  })
  await api('POST', `/api/v1/tickets/${hers.id}/messages`, { text: `${NAME} called.`, public: false })
  await api('PATCH', `/api/v1/tickets/${hers.id}`, { subject: `The roof of ${NAME}` })
  await api('POST', `/api/v1/tickets/${hers.id}/spam`, { reason: `It is ${NAME}` })
  await api('POST', `/api/v1/tickets/${hers.id}/reopen`, { reason: `${EMAIL} says so` })
  await api('POST', `/api/v1/tickets/${devs.id}/messages`, { text: `I asked ${NAME} as well.`, public: true })
  await api('POST', '/api/v1/views', { name: 'Hers', filter: { requester: EMAIL } })

  const portal = new ReaderBrowser(app)
  expect((await portal.ask('POST', '/sign-in', { email: EMAIL })).status).toBeLessThan(300)
  const mailed = (pattern: RegExp) =>
    vi.waitFor(
      () => {
        const found = out.mails.flatMap(({ text }) => pattern.exec(text ?? '')?.[1] ?? [])
        expect(found).not.toEqual([])
        return found[0]!
      },
      { timeout: 20_000, interval: 200 },
    )
  const token = await mailed(/#([\w-]{43})/)
  const signed = await portal.ask('POST', '/session', { token })
  expect(signed.status).toBe(201)
  const asked = await portal.ask(
    'POST',
    '/tickets',
    { subject: 'Votes', text: `By ${NAME}`, kind: null },
    { 'idempotency-key': 'k'.repeat(22) },
  )
  expect(asked.status).toBe(201)
  expect((await portal.ask('POST', `/tickets/${asked.body.id}/close`, {})).status).toBeLessThan(300)
  const widget = async (path: string, body: object, headers: Record<string, string> = {}) => {
    const answer = await app.request(`/widget/api${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': 'w'.repeat(22), ...headers },
      body: JSON.stringify(body),
    })
    // biome-ignore lint/suspicious/noExplicitAny: as above.
    return { status: answer.status, body: (await answer.json()) as any }
  }
  const question = {
    kind: 'idea',
    text: `From ${NAME}`,
    attachments: [],
    draft: 'd'.repeat(22),
    zone: null,
  }
  const kept = await widget('/questions', { ...question, name: NAME, email: EMAIL })
  expect(kept.status).toBe(202)
  const code = (await mailed(/\b([0-9]{3} [0-9]{3})\b/)).replace(' ', '')
  const confirmed = await widget(`/questions/${kept.body.id}/code`, { code })
  expect(confirmed.status).toBe(201)
  const authorization = `Bearer ${confirmed.body.token}`
  expect(
    (await widget('/tickets', question, { authorization, 'idempotency-key': 'v'.repeat(22) })).status,
  ).toBe(201)
  const { body: before } = await api('GET', `/api/v1/people-data?email=${EMAIL}`)
  expect(before.tickets).toHaveLength(5)
  expect(
    Object.entries(before.elsewhere)
      .filter(([, rows]) => (rows as unknown[]).length > 0)
      .map(([key]) => key),
  ).toEqual(['contacts', 'mailsSent', 'mailsReceived', 'widgetQuestions', 'widgetSessions', 'portalSessions'])
  expect(await found('zybrowski|carla.zyb')).toContain('incoming_mail.raw')
  await vi.waitFor(
    async () => {
      const { rows } = await pool.query(
        'select from outgoing_mail where accepted_at is null and failed_at is null',
      )
      expect(rows).toHaveLength(0)
    },
    { timeout: 20_000, interval: 200 },
  )

  const erased = await api('POST', '/api/v1/people-data/erase', {
    email: EMAIL,
    reason: 'Asked to.',
    contacts: true,
  })
  expect(erased.body).toMatchObject({ tickets: 5, contacts: 1 })
  expect(await found('zybrowski|carla.zyb')).toEqual([])
  // Where she asked, staff's letters do not call her by her first name either.
  expect(await found('\\mcarla\\M')).toEqual([])
  expect(await found('dev@example.com')).toContain('customer_contact.email')
  expect((await api('GET', `/api/v1/tickets/${devs.id}`)).body.messages[0].text).toBe('Where are they?')
  expect((await portal.ask('GET', '/me')).status).toBe(401)
  const { body: after } = await api('GET', `/api/v1/people-data?email=${EMAIL}`)
  expect([after.tickets, ...Object.values(after.elsewhere)].flat()).toEqual([])
  await service.close()
  await out.close()
})
