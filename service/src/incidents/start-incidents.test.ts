import { type Actor, inTransaction, Ticks } from '@tractops/platform'
import { type TestPlatform, testPlatform } from '@tractops/platform/testing'
import { defaultPolicies } from '@tractops/sla'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { applyConfig } from '../monitoring/record/apply-config.ts'
import { recordResults } from '../monitoring/record/record-results.ts'
import { httpMonitorForTest } from '../monitoring/testing/http-monitor.ts'
import { openIncidents, startIncidents } from './index.ts'
import { listTemplates } from './templates/templates.ts'

const MONITORING: Actor = { kind: 'system', name: 'monitoring' }

let p: TestPlatform
beforeEach(async () => {
  p = await testPlatform({ now: Temporal.Instant.from('2026-11-24T09:00:00Z') })
  await p.events.start()
  const components = [{ key: 'payments', name: 'Dues and payments', description: null, critical: true }]
  const monitors = [httpMonitorForTest({ component: 'payments' })]
  await inTransaction(p, MONITORING, (ctx) =>
    applyConfig(ctx, { source: 'tractops.yaml', usesPractice: false, components, monitors }),
  )
})
afterEach(() => p.close())

/** Resolves when incidents are next said to have changed. */
const changed = () =>
  new Promise<void>((resolve) => {
    const forget = p.events.on((topic) => {
      if (topic !== 'incidents') return
      forget()
      resolve()
    })
  })

const check = (afterMs: number, state: 'up' | 'down') =>
  inTransaction(p, MONITORING, (ctx) =>
    recordResults(ctx, [
      {
        ...{ component: 'payments', monitor: 'page', atMs: ctx.now.epochMilliseconds + afterMs, state },
        ...{ reason: state === 'up' ? null : 'answered 503', latencyMs: 3, statusCode: null },
      },
    ]),
  )

test('an outage that any process confirms opens one incident, in whichever process hears of it first', async () => {
  const processes = [startIncidents(p, { policies: defaultPolicies() })]
  const others = { ...p, ticks: new Ticks() }
  processes.push(startIncidents(others, { policies: defaultPolicies() }))
  await check(0, 'up')
  const heard = changed()
  p.clock.advance(20_000)
  await check(0, 'down')
  await check(1_000, 'down')
  p.clock.advance(2_000)
  await heard
  for (const one of processes) await one.stop()
  const open = await inTransaction(p, MONITORING, openIncidents)
  expect(open).toMatchObject([{ title: 'Outage: Dues and payments', state: 'investigating' }])
  expect(open[0]!.updates).toHaveLength(1)
})

test('there are texts to begin from as soon as it has started', async () => {
  const running = startIncidents(p, { policies: defaultPolicies() })
  await running.stop()
  expect((await inTransaction(p, MONITORING, listTemplates)).length).toBeGreaterThan(0)
})
