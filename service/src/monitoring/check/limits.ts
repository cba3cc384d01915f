import type { MonitorState } from '@tractops/sla'
import { spell } from './spell.ts'

type Limits = { latencyMs: number | null; tlsDaysLeft?: number | null }

/** What a check that found everything in its place means still: too slow, or on a certificate that ends soon, is degraded. */
export function withinLimits(
  expect: Limits,
  measured: { latencyMs: number; tlsDaysLeft: number | null },
): { state: MonitorState; reason: string | null } {
  if (expect.latencyMs !== null && measured.latencyMs > expect.latencyMs) {
    return { state: 'degraded', reason: `took longer than ${spell(expect.latencyMs)} to answer` }
  }
  const { tlsDaysLeft } = measured
  if (expect.tlsDaysLeft != null && tlsDaysLeft !== null && tlsDaysLeft < expect.tlsDaysLeft) {
    const days = `${tlsDaysLeft} ${tlsDaysLeft === 1 ? 'day' : 'days'}`
    return { state: 'degraded', reason: `the certificate ends in ${days}` }
  }
  return { state: 'up', reason: null }
}
