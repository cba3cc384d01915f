import type { Ctx } from '@tractops/platform'
import { gather, type Known } from './gather.ts'
import type { ComponentRecord } from './records.ts'
import type { Span } from './spans.ts'

/** What began longer ago is read when it is asked for: it is asked for seldom, and kept it would only grow. */
const KEPT_MS = 100 * 86_400_000

type Memory = { fromMs: number; known: Known }
type Reading = { memory: Memory; window: Span | null; records: ComponentRecord[] }

const readings = new WeakMap<Ctx, Reading>()

/**
 * A memory of what was measured, for whoever asks again and again. What is asked under a ctx that was handed through it costs only what
 * has changed since the last time, and is the same for all who ask under that ctx; nothing that is measured may be written under it.
 */
export function rememberMeasured(): (ctx: Ctx) => Ctx {
  const memory: Memory = { fromMs: Number.POSITIVE_INFINITY, known: new Map() }
  return (ctx) => {
    readings.set(ctx, { memory, window: null, records: [] })
    return ctx
  }
}

/** What the state of the components over a window follows from; see {@link gather}. */
export async function recordsOver(ctx: Ctx, window: Span): Promise<ComponentRecord[]> {
  const reading = readings.get(ctx)
  if (reading === undefined) return gather(ctx, window, new Map())
  const read = reading.window
  if (read !== null && read.startMs <= window.startMs && read.endMs >= window.endMs) return reading.records
  reading.records = await remembered(ctx, window, reading.memory)
  reading.window = window
  return reading.records
}

async function remembered(ctx: Ctx, window: Span, memory: Memory): Promise<ComponentRecord[]> {
  const oldestMs = ctx.now.epochMilliseconds - KEPT_MS
  if (window.startMs < oldestMs) return gather(ctx, window, new Map())
  if (window.startMs < memory.fromMs || memory.fromMs < oldestMs) {
    memory.fromMs = window.startMs
    memory.known = new Map()
  }
  return gather(ctx, { startMs: memory.fromMs, endMs: Number.POSITIVE_INFINITY }, memory.known)
}
