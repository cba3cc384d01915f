import type { MonthInput } from '../src/index.ts'

type Sub = MonthInput['subscriptions'][number]

/** Carla is a board president on annual Premium, 100 units: 349.00 USD a month. */
export const carla: Sub = {
  customer: 'carla',
  plan: 'premium',
  billing: 'annual',
  units: 100,
  start: '2026-01-01',
}

/** Dev is a manager on monthly Standard, 100 units: 199.00 USD a month. */
export const dev: Sub = {
  customer: 'dev',
  plan: 'standard',
  billing: 'monthly',
  units: 100,
  start: '2026-01-01',
}

export const at = (text: string): Temporal.Instant => Temporal.Instant.from(text)

/** A stretch of that many ms from an instant. */
export const stretch = (start: string, ms: number): { start: string; end: string } => ({
  start,
  end: at(start).add({ milliseconds: ms }).toString(),
})

export const [SECOND, MINUTE, HOUR, DAY] = [1_000, 60_000, 3_600_000, 86_400_000] as const
