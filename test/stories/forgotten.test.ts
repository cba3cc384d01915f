import { inTransaction } from '@tractops/platform'
import { testPlatform } from '@tractops/platform/testing'
import { expect, test } from 'vitest'
import { forgetReader } from '../../service/src/portal/index.ts'
import { readerLink, readerSession } from '../../service/src/portal/tables.ts'
import { forgetWidgetReader } from '../../service/src/widget/index.ts'
import { widgetQuestion, widgetSession } from '../../service/src/widget/tables.ts'

test('somebody who is erased is known to neither the portal nor the widget, and nobody else is forgotten', async () => {
  const p = await testPlatform({ now: Temporal.Instant.from('2026-11-23T18:00:00Z') })
  const [now, later] = [p.clock.now(), p.clock.now().add({ hours: 1 })]
  for (const [n, email] of ['carla@example.com', 'dev@example.com'].entries()) {
    const common = { tokenHash: `hash ${n}`, email, createdAt: now, expiresAt: later }
    await p.db.insert(readerLink).values({ ...common, id: `lnk_${n}`, target: '/portal' })
    await p.db.insert(readerSession).values({ ...common, id: `rse_${n}`, seenAt: now, rotatedAt: now })
    await p.db.insert(widgetSession).values({ ...common, id: `wse_${n}`, name: 'Somebody' })
    await p.db.insert(widgetQuestion).values({
      ...{ id: `wqu_${n}`, email, name: 'Somebody', kind: 'question', text: 'Hello', createdAt: now },
      ...{ attachments: { draft: 'd', ids: [] }, idempotencyKey: `key ${n}`, codeHash: 'c', codeTries: 0 },
      ...{ codeExpiresAt: later, codesSent: 1, codeSentAt: now },
    })
  }
  await inTransaction(p, { kind: 'system', name: 'test' }, async (ctx) => {
    await forgetReader(ctx, 'carla@example.com')
    await forgetWidgetReader(ctx, 'carla@example.com')
  })
  for (const table of [readerLink, readerSession, widgetSession, widgetQuestion])
    expect((await p.db.select({ email: table.email }).from(table)).map(({ email }) => email)).toEqual([
      'dev@example.com',
    ])
  await p.close()
})
