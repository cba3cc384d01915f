import { startMail } from '@tractops/platform'
import { expect, onTestFinished, test } from 'vitest'
import { at, openDeskStage } from '../../test/desk-stage.ts'
import { readReplyFile, startDesk } from './index.ts'

test('a running desk tells people by itself, and hears what became of its mails', async () => {
  const stage = await openDeskStage(at('2026-11-23T18:00:00Z'))
  onTestFinished(stage.close)
  const { p, desk, asks, answers, row } = stage
  const { id } = await asks({ severity: 'P2' })
  await answers(id)
  const late = await asks({ severity: 'P2' })
  p.clock.set(at('2026-11-23T20:00:00Z'))
  await p.events.start()
  const settled = Promise.withResolvers<void>()
  const forget = p.events.on(async (topic) => {
    if (topic !== 'desk') return
    const [answered, warned] = [await row(id), await row(late.id)]
    if (answered.respondedAt !== null && warned.warned === 50) settled.resolve()
  })
  const running = startDesk(p, desk)
  const transport = {
    name: 'embedded' as const,
    send: async () => ({ response: 'recorded' }),
    close() {},
  }
  const mail = await startMail(p, { transport, keepMs: 1_000_000, readStored: readReplyFile(desk.store) })
  await settled.promise
  forget()
  await mail.stop()
  await running.stop()
  expect(await row(id)).toMatchObject({ responseState: 'met', responderId: 'ava', status: 'waiting' })
})
