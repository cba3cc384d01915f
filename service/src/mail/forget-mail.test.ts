import { expect, test } from 'vitest'
import { at } from '../../test/desk-stage.ts'
import { openMailStage } from '../../test/mail-stage.ts'
import { forgetMailBefore } from './forget-mail.ts'

test('a mail is kept for 90 days to the instant, and what it became is kept on', async () => {
  const stage = await openMailStage(at('2026-11-23T18:00:00Z'))
  await stage.send()
  const keepMs = 90 * 86_400_000
  const forget = () =>
    forgetMailBefore({ tx: stage.p.db }, stage.p.clock.now().subtract({ milliseconds: keepMs }))
  stage.p.clock.set(at('2027-02-21T18:00:00Z'))
  await forget()
  expect(await stage.rows()).toHaveLength(1)
  stage.p.clock.advance(1)
  await forget()
  expect(await stage.rows()).toEqual([])
  const [ticket] = await stage.tickets()
  expect((await stage.messages(ticket!.id)).map(({ text }) => text)).toEqual(['Since Monday.'])
  await stage.close()
})
