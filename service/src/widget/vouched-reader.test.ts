import { describe, expect, test } from 'vitest'
import { at } from '../../test/desk-stage.ts'
import { draft, question, widgetDesk } from '../../test/widget-desk.ts'
import { part } from '../../test/widget-token.ts'
import { revokeWidgetKey } from './keys/revoke-widget-key.ts'
import { KINDS } from './words.ts'

const w = widgetDesk()
const { ask, tokenOf, count } = w

describe('a reader whom the host application vouches for', () => {
  test('asks, reads the conversation, and sees an answer; what it says of the due instant holds', async () => {
    const token = tokenOf()
    const now = (await ask('now')) as unknown as { kinds: { kind: string; dueAt: string; ms: number }[] }
    const promised = now.kinds.find(({ kind }) => kind === 'how_to')!
    expect(promised).toMatchObject({ dueAt: '2026-11-24T22:00:00Z', ms: 9 * 3_600_000, business: true })
    const made = await ask('tickets', { token, body: question })
    expect(made.status).toBe(201)
    const row = await w.stage.row(made.id as string)
    expect(row).toMatchObject({
      ...{ subject: 'How do I export dues?', channel: 'widget', requesterEmail: 'carla@example.com' },
      ...{
        requesterName: 'Carla',
        requesterZone: 'Europe/Berlin',
        severity: 'P3',
        dueAt: at(promised.dueAt),
      },
    })
    await w.stage.answers(row.id)
    await w.stage.deliver()
    await w.stage.answers(row.id, { public: false, text: 'A secret of ours.' })
    const read = await ask(`tickets/${row.id}`, { token })
    expect(read).toMatchObject({ status: 'waiting', kept: true, lastByStaff: true, number: row.number })
    expect(read.messages).toMatchObject([
      { by: 'customer', html: null },
      { by: 'staff', name: 'Ava', html: expect.stringContaining('<strong>Export</strong>') },
    ])
    expect(JSON.stringify(read)).not.toContain('secret')
    const added = await ask(`tickets/${row.id}/messages`, {
      token,
      body: { text: 'Thanks!', attachments: [], draft },
    })
    expect(added.status).toBe(201)
    expect(await ask('tickets', { token })).toMatchObject({
      items: [{ id: row.id, status: 'open', lastByStaff: false }],
    })
  })

  test.each(Object.entries(KINDS))(
    'who says that it is %s is told the due instant of the severity that it becomes, %s',
    async (kind, severity) => {
      const { kinds } = (await ask('now')) as unknown as { kinds: { kind: string; dueAt: string }[] }
      const { id } = await ask('tickets', {
        token: tokenOf(),
        body: { ...question, kind, text: 'It is so.' },
      })
      const row = await w.stage.row(id as string)
      expect(row.severity).toBe(severity)
      expect(kinds.find((one) => one.kind === kind)!.dueAt).toBe(String(row.dueAt))
    },
  )

  test('is the customer that the application names, where it was entered', async () => {
    await w.stage.p.pool.query(
      `insert into customer (id, external_id, name, plan, billing, units, starts_on, discount_basis_points, created_at, created_by, changed_at)
       values ('cus_1', 'hoa-4711', 'Cedar Court', 'premium', 'annual', 100, '2026-01-01', 0, '2026-01-01', '{}', '2026-01-01')`,
    )
    const made = await ask('tickets', { token: tokenOf({ customer: 'hoa-4711' }), body: question })
    expect(await w.stage.row(made.id as string)).toMatchObject({ customerId: 'cus_1' })
    const other = await ask('tickets', { token: tokenOf({ customer: 'nobody' }), body: question })
    expect(await w.stage.row(other.id as string)).toMatchObject({ customerId: null })
  })

  test('sends a thing twice, at once or later, and it is there once', async () => {
    const token = tokenOf()
    const twice = await Promise.all(
      [1, 2].map(() => ask('tickets', { token, body: question, key: 'one-question' })),
    )
    const later = await ask('tickets', { token: tokenOf({ iat: 1 }), body: question, key: 'one-question' })
    expect(new Set([...twice, later].map(({ id }) => id)).size).toBe(1)
    const reply = { token, body: { text: 'More', attachments: [], draft }, key: 'one-message' }
    for (let i = 0; i < 2; i++) await ask(`tickets/${later.id}/messages`, reply)
    expect(await count('ticket')).toBe(1)
    expect(await count('ticket_message')).toBe(2)
    // The same key of somebody else is another question.
    const dev = await ask('tickets', {
      token: tokenOf({ email: 'dev@example.com' }),
      body: question,
      key: 'one-question',
    })
    expect(dev.id).not.toBe(later.id)
  })

  test('reads and answers nothing of anybody else', async () => {
    const { id } = await ask('tickets', { token: tokenOf(), body: question })
    const mallory = tokenOf({ email: 'mallory@example.com' })
    expect(await ask(`tickets/${id}`, { token: mallory })).toMatchObject({
      status: 404,
      code: 'ticket_unknown',
    })
    const reply = { token: mallory, body: { text: 'I am Carla.', attachments: [], draft } }
    expect(await ask(`tickets/${id}/messages`, reply)).toMatchObject({ status: 404 })
    expect(await ask('tickets', { token: mallory })).toMatchObject({ items: [] })
    expect(await count('ticket_message')).toBe(1)
  })

  test('whose token is refused hears why, and nothing is made', async () => {
    const { p } = w.stage
    const nowS = p.clock.now().epochMilliseconds / 1_000
    for (const [token, code] of [
      [tokenOf({ exp: nowS - 3_600 }), 'widget_token_expired'],
      [tokenOf({ aud: 'somebody-else' }), 'widget_token_audience'],
      [tokenOf().replace(/\.[^.]+$/, '.AAAA'), 'widget_token_signature'],
      [`${part({ alg: 'none', kid: w.key.id })}.${part({})}.`, 'widget_token_unsigned'],
      [`tws_${'x'.repeat(43)}`, 'widget_session_ended'],
    ] as const)
      expect(await ask('tickets', { token, body: question })).toMatchObject({
        status: 401,
        code,
        detail: /\S{3}/,
      })
    await w.stage.doing((ctx) => revokeWidgetKey(ctx, { id: w.key.id }))
    expect(await ask('tickets', { token: tokenOf(), body: question })).toMatchObject({
      code: 'widget_token_key_revoked',
    })
    expect(await count('ticket')).toBe(0)
  })
})

// Rows 27, 29, 30, 31 and 36, as a reader of the widget meets them; what is told before is what the ticket gets.
test.each([
  ['Mon 15:00', '2026-11-23T23:00:00Z', 'broken_for_many', '2026-11-24T18:00:00Z'],
  ['Mon 14:00, full at closing', '2026-11-23T22:00:00Z', 'broken_for_many', '2026-11-24T02:00:00Z'],
  ['Fri 17:59:59', '2026-11-21T01:59:59Z', 'broken_for_many', '2026-11-23T20:59:59Z'],
  ['Fri 18:00, closed', '2026-11-21T02:00:00Z', 'broken_for_many', '2026-11-23T21:00:00Z'],
  ['before the clocks go back', '2026-10-31T00:00:00Z', 'broken_for_many', '2026-11-02T20:00:00Z'],
  ['before the clocks go forward', '2027-03-13T01:00:00Z', 'broken_for_many', '2027-03-15T19:00:00Z'],
  ['Sat, a day of nine hours', '2026-11-21T20:00:00Z', 'how_to', '2026-11-24T02:00:00Z'],
  ['Mon 9:00, five of them', '2026-11-23T17:00:00Z', 'idea', '2026-11-28T02:00:00Z'],
])('a question of %s is due when the calendar of the agreement says', async (_, now, kind, due) => {
  w.stage.p.clock.set(at(now))
  const { kinds } = (await ask('now')) as unknown as { kinds: { kind: string; dueAt: string }[] }
  expect(kinds.find((one) => one.kind === kind)!.dueAt).toBe(due)
  const { id } = await ask('tickets', { token: tokenOf(), body: { ...question, kind, text: 'It is so.' } })
  expect(await w.stage.row(id as string)).toMatchObject({ receivedAt: at(now), dueAt: at(due) })
})
