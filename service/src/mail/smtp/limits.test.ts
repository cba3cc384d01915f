import { expect, test } from 'vitest'
import { MOST_OF_A_SENDER, MOST_URGENT, OpenCount, SenderLimit, WINDOW_MS } from './limits.ts'

test('a flood from one sender is held back, what is urgent later than the rest, and other senders never', () => {
  const limit = new SenderLimit()
  const taken = (n: number, urgent: boolean) =>
    Array.from({ length: n }, () => limit.mayTake('mallory@example.com', 1_000_000, urgent)).filter(Boolean)
      .length
  expect(taken(100, false)).toBe(MOST_OF_A_SENDER)
  expect(taken(100, true)).toBe(MOST_URGENT - MOST_OF_A_SENDER)
  expect(limit.mayTake('carla@example.com', 1_000_000, false)).toBe(true)
  expect(limit.mayTake('mallory@example.com', 1_000_000 + WINDOW_MS, false)).toBe(true)
})

test('an address may hold so much open, and again when it lets go', () => {
  const count = new OpenCount(2)
  expect([count.enter('a'), count.enter('a'), count.enter('a'), count.enter('b')]).toEqual([
    true,
    true,
    false,
    true,
  ])
  count.leave('a')
  expect(count.enter('a')).toBe(true)
})
