import { describe, expect, test } from 'vitest'
import { at } from '../../test/desk-stage.ts'
import { draft, unknown, widgetDesk } from '../../test/widget-desk.ts'

const w = widgetDesk()
const { ask, count, codeMailed } = w

describe('somebody whom nobody vouches for', () => {
  test('is mailed a code, and the question becomes a ticket when it is shown, its time beginning then', async () => {
    const kept = await ask('questions', { body: unknown })
    expect(kept).toMatchObject({ status: 202, email: 'dev@example.com' })
    expect(await count('ticket')).toBe(0)
    const code = await codeMailed()
    w.stage.p.clock.set(at('2026-11-23T23:00:00Z'))
    const confirmed = await ask(`questions/${kept.id}/code`, { body: { code } })
    expect(confirmed).toMatchObject({ status: 201, email: 'dev@example.com', name: 'Dev' })
    expect(await w.stage.row(confirmed.ticketId as string)).toMatchObject({
      ...{ requesterEmail: 'dev@example.com', channel: 'widget', receivedAt: at('2026-11-23T23:00:00Z') },
      dueAt: at('2026-11-24T23:00:00Z'),
    })
    const token = confirmed.token as string
    expect(await ask('tickets', { token })).toMatchObject({ items: [{ id: confirmed.ticketId }] })
    // The answer was lost on its way: the same code leads to the same ticket.
    const again = await ask(`questions/${kept.id}/code`, { body: { code } })
    expect(again).toMatchObject({ status: 201, ticketId: confirmed.ticketId })
    const { rows } = await w.stage.p.pool.query('select token_hash from widget_session')
    expect(JSON.stringify(rows)).not.toContain(token)
    w.stage.p.clock.advance(31 * 24 * 3_600_000)
    expect(await ask('tickets', { token })).toMatchObject({ status: 401, code: 'widget_session_ended' })
  })

  test('who sends it twice has one question and one mail', async () => {
    const twice = await Promise.all([1, 2].map(() => ask('questions', { body: unknown, key: 'sent-twice' })))
    expect(twice[0]!.id).toBe(twice[1]!.id)
    await w.stage.deliver()
    expect(w.stage.server.mails).toHaveLength(1)
  })

  test('who guesses has five tries, and the right code does not help after them; another one does', async () => {
    const { id } = await ask('questions', { body: unknown })
    const code = await codeMailed()
    const wrong = code === '000000' ? '000001' : '000000'
    for (let i = 0; i < 5; i++)
      expect(await ask(`questions/${id}/code`, { body: { code: wrong } })).toMatchObject({
        code: 'code_wrong',
        path: 'json.code',
      })
    expect(await ask(`questions/${id}/code`, { body: { code } })).toMatchObject({
      status: 409,
      code: 'code_spent',
    })
    const soon = await ask(`questions/${id}/resend`, { body: {} })
    expect(soon).toMatchObject({ status: 429, code: 'too_many_codes' })
    expect(Number(soon.headers.get('retry-after'))).toBeLessThanOrEqual(60)
    w.stage.p.clock.advance(60_000)
    expect(await ask(`questions/${id}/resend`, { body: {} })).toMatchObject({ status: 202 })
    const next = await codeMailed()
    if (next !== code)
      expect(await ask(`questions/${id}/code`, { body: { code } })).toMatchObject({ code: 'code_wrong' })
    expect(await ask(`questions/${id}/code`, { body: { code: next } })).toMatchObject({ status: 201 })
  })

  test('whose code is a day old has another one sent; what was asked is still there', async () => {
    const { id } = await ask('questions', { body: unknown })
    const code = await codeMailed()
    w.stage.p.clock.advance(24 * 3_600_000)
    expect(await ask(`questions/${id}/code`, { body: { code } })).toMatchObject({
      status: 410,
      code: 'code_expired',
    })
    await ask(`questions/${id}/resend`, { body: {} })
    const confirmed = await ask(`questions/${id}/code`, { body: { code: await codeMailed() } })
    const read = await ask(`tickets/${confirmed.ticketId}`, { token: confirmed.token as string })
    expect(read.messages).toMatchObject([{ text: unknown.text }])
  })

  test('cannot have an address flooded with codes', async () => {
    for (let i = 0; i < 5; i++)
      expect(await ask('questions', { body: unknown })).toMatchObject({ status: 202 })
    expect(await ask('questions', { body: unknown })).toMatchObject({ status: 429, code: 'too_many_codes' })
    w.stage.p.clock.advance(3_600_000)
    expect(await ask('questions', { body: unknown })).toMatchObject({ status: 202 })
  })

  test('whose file waited too long for the code loses no word, and the ticket says that there was a file', async () => {
    const file = await ask(`attachments?name=plan.txt&draft=${draft}`, { raw: 'The plan' })
    const { id } = await ask('questions', { body: { ...unknown, attachments: [file.id] } })
    const code = await codeMailed()
    await w.stage.p.pool.query('delete from attachment')
    const { ticketId, token } = await ask(`questions/${id}/code`, { body: { code } })
    const read = await ask(`tickets/${ticketId}`, { token: token as string })
    expect(read.messages).toMatchObject([{ text: unknown.text }, { by: 'automatic', text: /was not kept/ }])
  })
})
