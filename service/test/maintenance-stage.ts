import { type Actor, type Ctx, inTransaction, mailTransport, onMailSettled } from '@tractops/platform'
import {
  deliverMail,
  smtpServer,
  type TestPlatform,
  type TestSmtpServer,
  testPlatform,
} from '@tractops/platform/testing'
import { announceChange } from '../src/maintenance/announce/announce-change.ts'
import { publishMaintenance } from '../src/maintenance/announce/publish-maintenance.ts'
import { recordMail } from '../src/maintenance/announce/record-mail.ts'
import { publicMaintenance } from '../src/maintenance/index.ts'
import { planMaintenance } from '../src/maintenance/plan/plan-maintenance.ts'
import { doWhatIsDue } from '../src/maintenance/run/due.ts'

export const ava: Actor = { kind: 'person', id: 'ava', name: 'Ava' }

export const at = (text: string) => Temporal.Instant.from(text)

/** The time of the stories, unless they say another: Sunday 29 November 2026, 02:00 to 04:00 Pacific. */
export const sunday = { start: at('2026-11-29T10:00:00Z'), end: at('2026-11-29T12:00:00Z') }

export type Stage = Awaited<ReturnType<typeof openStage>>

/** A platform whose mail goes to a real SMTP server, and the steps of a maintenance's life. */
export async function openStage(now: Temporal.Instant) {
  const p: TestPlatform = await testPlatform({ now })
  await p.queue.start()
  const server: TestSmtpServer = await smtpServer()
  const transport = mailTransport({ smtpUrl: server.url, resend: null, from: null }, 'contact@tractops.com')
  const forget = onMailSettled('maintenance.notice', recordMail)
  const out = { queue: p.queue, publicUrl: 'https://status.example.com' }
  const doing = <T>(work: (ctx: Ctx) => Promise<T>, actor = ava) => inTransaction(p, actor, work)
  const deliver = () => deliverMail(p, transport)
  const tick = () => doWhatIsDue(p, out)
  return {
    p,
    server,
    out,
    doing,
    deliver,
    tick,
    /** Moves the clock, and lets everything that came due until then happen, mail included. */
    async until(instant: Temporal.Instant) {
      p.clock.set(instant)
      await tick()
      await deliver()
    },
    plan: (interval = sunday, components: string[] = []) =>
      doing(async (ctx) => {
        const plan = {
          title: 'Moving the database',
          text: 'To a **larger** machine.',
          components,
          ...interval,
        }
        return (await planMaintenance(ctx, plan)).id
      }),
    publish: (id: string) => doing((ctx) => publishMaintenance(ctx, out, id)),
    change: (id: string, change: Partial<typeof sunday>, note: string | null = null) =>
      doing((ctx) => announceChange(ctx, out, id, { ...change, note })),
    shown: (id: string) => doing(async (ctx) => (await publicMaintenance(ctx, id))!),
    /** Who was written to since this was last asked, and on what. */
    mails: () =>
      server.mails
        .splice(0)
        .map((mail) => `${[mail.to!].flat()[0]!.text} ${mail.subject!.split(':')[0]}`)
        .sort(),
    async close() {
      forget()
      transport.close()
      await p.close()
      await server.close()
    },
  }
}

/** Carla's and Dev's customers, each with one contact, in force since January. */
export async function enterCustomers({ p }: Pick<Stage, 'p'>, names = ['Carla', 'Dev']): Promise<void> {
  for (const name of names) {
    await p.pool.query(
      `insert into customer (id, name, plan, billing, units, starts_on, discount_basis_points, created_at, created_by, changed_at)
       values ($1, $2, 'premium', 'annual', 100, '2026-01-01', 0, '2026-01-01', '{}', '2026-01-01')`,
      [`cus_${name}`, `${name}'s HOA`],
    )
    await enterContact({ p }, name)
  }
}

export async function enterContact({ p }: Pick<Stage, 'p'>, name: string, customer = name): Promise<void> {
  await p.pool.query(
    `insert into customer_contact (id, customer_id, name, email, role, receives_notices, created_at, created_by)
     values ($1, $2, $3, $4, 'president', true, '2026-01-01', '{}')`,
    [`con_${name}`, `cus_${customer}`, name, `${name.toLowerCase()}@example.com`],
  )
}
