import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '../actor.ts'
import { inTransaction } from '../database/transaction.ts'
import type { JsonValue } from '../json.ts'
import { type TestPlatform, testPlatform } from '../testing.ts'
import { audit } from './audit.ts'
import { verifyAuditChain } from './verify.ts'

const ava: Actor = { kind: 'person', id: 'ava', name: 'Ava' }
let p: TestPlatform

beforeEach(async () => {
  p = await testPlatform({ now: Temporal.Instant.from('2026-11-24T09:00:00.123Z') })
})
afterEach(() => p.close())

const write = (detail: JsonValue, actor: Actor = ava) =>
  inTransaction(p, actor, (ctx) => audit(ctx, { action: 'ticket.assigned', subject: 'ticket/1', detail }))
const verify = () => inTransaction(p, ava, (ctx) => verifyAuditChain(ctx))

describe('the audit chain', () => {
  it('stands when empty, and after entries of every kind of actor', async () => {
    expect(await verify()).toMatchObject({ verified: true, entries: 0 })
    await write({ to: 'Ben' })
    await write(null, { kind: 'key', id: 'key_1', name: 'reader', role: 'viewer' })
    await write([1, 'two'], { kind: 'system', name: 'retention' })
    expect(await verify()).toMatchObject({ verified: true, entries: 3 })
    const { rows } = await p.pool.query('select actor from audit_entry order by seq')
    expect(rows.map((r) => r.actor.kind)).toEqual(['person', 'key', 'system'])
  })

  it('holds no entry of a change that was rolled back', async () => {
    await write('kept')
    await expect(
      inTransaction(p, ava, async (ctx) => {
        await audit(ctx, { action: 'x', subject: 'y' })
        throw new Error('no')
      }),
    ).rejects.toThrow('no')
    await write('kept too')
    expect(await verify()).toMatchObject({ verified: true, entries: 2 })
  })

  it('stays whole when many connections write at once', async () => {
    await Promise.all(Array.from({ length: 60 }, (_, i) => write({ i })))
    expect(await verify()).toMatchObject({ verified: true, entries: 60 })
  })

  it('takes any JSON a caller may give, and finds it again as signed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ stringUnit: 'binary' }), async (detail) => {
        await write(detail as JsonValue)
      }),
      { numRuns: 60 },
    )
    await write({ text: 'a\u0000b\ud800c', zero: -0, small: 1e-7, big: 1e21, '\u0000': 1 })
    expect(await verify()).toMatchObject({ verified: true })
  })

  const tampering: [string, string, number][] = [
    ['an altered action', `update audit_entry set action = 'z' where seq = 3`, 3],
    ['an altered subject', `update audit_entry set subject = 'z' where seq = 3`, 3],
    ['an altered detail', `update audit_entry set detail = '{"i":9}' where seq = 3`, 3],
    [
      'an altered actor',
      `update audit_entry set actor = jsonb_set(actor, '{name}', '"Mallory"') where seq = 3`,
      3,
    ],
    ['an altered instant', `update audit_entry set at = at + interval '1 ms' where seq = 3`, 3],
    ['a removed entry', 'delete from audit_entry where seq = 3', 3],
    ['a removed first entry', 'delete from audit_entry where seq = 1', 1],
    ['a removed last entry', 'delete from audit_entry where seq = 5', 5],
    ['all entries removed', 'delete from audit_entry', 1],
    ['the head removed', 'delete from audit_head', 6],
    [
      'two entries that changed places',
      `update audit_entry set seq = -seq where seq in (2, 3); update audit_entry set seq = 5 + seq where seq in (-2, -3)`,
      2,
    ],
    [
      'an inserted entry',
      `insert into audit_entry select 6, at, actor, action, subject, detail, hash, hash from audit_entry where seq = 5`,
      6,
    ],
    [
      'an entry before the first',
      'insert into audit_entry select 0, at, actor, action, subject, detail, previous_hash, hash from audit_entry where seq = 1',
      1,
    ],
  ]
  it('shows every kind of tampering, and where', async () => {
    for (let i = 1; i <= 5; i++) await write({ i })
    for (const [what, statement, seq] of tampering) {
      const verdict = await inTransaction(p, ava, async (ctx) => {
        await ctx.tx.execute(sql.raw(statement))
        const found = await verifyAuditChain(ctx)
        throw Object.assign(new Error('put everything back'), { found })
      }).catch((err) => err.found)
      expect({ what, ...verdict }).toMatchObject({ what, verified: false, seq })
    }
    expect(await verify()).toMatchObject({ verified: true, entries: 5 })
  })
})
