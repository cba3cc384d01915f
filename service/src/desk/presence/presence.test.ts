import { afterEach, expect, test } from 'vitest'
import { at, type DeskStage, openDeskStage } from '../../../test/desk-stage.ts'
import { othersPresent, saysGone, saysPresent } from './presence.ts'

let stage: DeskStage
afterEach(() => stage.close())

test('who else looks at a ticket is seen for as long as they say so', async () => {
  stage = await openDeskStage(at('2026-11-23T18:00:00Z'))
  const { id: ticketId } = await stage.asks()
  const says = (personId: string, typing: boolean) =>
    stage.doing((ctx) => saysPresent(ctx, { ticketId, personId, name: personId, typing }))
  const others = async (personId: string) =>
    (await stage.doing((ctx) => othersPresent(ctx, { ticketId, personId }))).map(
      ({ name, typing }) => `${name}${typing ? ' types' : ''}`,
    )
  await says('ava', false)
  await says('ben', true)
  expect(await others('ava')).toEqual(['ben types'])
  expect(await others('ben')).toEqual(['ava'])
  stage.p.clock.advance(20_000)
  await says('ava', false)
  stage.p.clock.advance(10_000)
  expect(await others('olga')).toEqual(['ava'])
  await stage.doing((ctx) => saysGone(ctx, { ticketId, personId: 'ava' }))
  expect(await others('olga')).toEqual([])
})
