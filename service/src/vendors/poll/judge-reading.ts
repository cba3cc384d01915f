import type { VendorStatus } from '@tractops/sla'
import type { VendorPage } from '../config.ts'
import { pageIdOf } from '../formats/incident-io.ts'
import { type ReadComponent, type Reading, worse } from '../formats/reading.ts'
import { spellAge } from './spell-age.ts'

/** What a page says that is not well. `inUse`: whether it is said of what we use. */
export type SeenState = { component: string | null; status: VendorStatus; inUse: boolean }

/** What an answer comes to: states that count as seen, or nothing and why (row 23). */
export type Seen = { states: SeenState[] } | { unknown: string }

/** What is remembered of the page, and how the answer came. `answerAgeMs`: how long a copy of it had been lying about. */
export type Known = { pageId: string | null; pageUpdatedAt: Temporal.Instant | null; answerAgeMs: number }

const COPY_MS = 15 * 60_000
const OUTAGE_MS = 24 * 3_600_000
const QUIET_MS = 30 * 24 * 3_600_000

/**
 * SLA §4(b): what a vendor's page proves at the instant `at` that it was read. Another page, an old copy, a page that nobody
 * keeps, one that lacks a component that we use or speaks in words that we do not know: each is *unknown*, neither outage nor
 * operational (rows 22, 23).
 */
export function judgeReading(page: VendorPage, reading: Reading, at: Temporal.Instant, known: Known): Seen {
  const why =
    anotherPage(page, reading, known) ??
    old(reading, at, known) ??
    lacking(page, reading) ??
    strange(page, reading)
  if (why !== null) return { unknown: why }
  const states = statesOf(page, reading)
  const dead = untouched(states, page, reading, at)
  return dead === null ? { states } : { unknown: dead }
}

function anotherPage({ page, format }: VendorPage, reading: Reading, known: Known): string | null {
  const normal = (id: string) => (format === 'incident-io' ? pageIdOf(id) : id)
  const expected = page ?? known.pageId
  if (expected === null || normal(expected) === normal(reading.page.id)) return null
  const { name, id } = reading.page
  return `another page answers: "${name}" (${id}) instead of ${expected}; if that is right, write \`page: ${id}\` in the configuration`
}

function old({ page }: Reading, at: Temporal.Instant, known: Known): string | null {
  if (known.answerAgeMs > COPY_MS) return `a copy answers that is ${spellAge(known.answerAgeMs)} old`
  const { updatedAt } = page
  if (updatedAt === null) return null
  const ageMs = at.epochMilliseconds - updatedAt.epochMilliseconds
  if (ageMs < -COPY_MS) return `the page dates itself ${spellAge(-ageMs)} into the future`
  if (known.pageUpdatedAt !== null && updatedAt.epochMilliseconds < known.pageUpdatedAt.epochMilliseconds)
    return 'the page is older than the one that was read before'
  return ageMs > QUIET_MS ? `the page was last updated ${spellAge(ageMs)} ago` : null
}

/** A page that reports an outage is kept by somebody; one that was left alone with it is not. */
function untouched(states: readonly SeenState[], page: VendorPage, reading: Reading, at: Temporal.Instant) {
  if (!states.some(({ status, inUse }) => inUse && isOutage(status))) return null
  const said = reading.components.filter((c) => isUsed(page, c) && isOutage(c.status)).map((c) => c.saidAt)
  const dates = [reading.page.updatedAt, ...said].filter((date) => date !== null)
  const oldest = Math.min(...dates.map((date) => date.epochMilliseconds))
  const ageMs = at.epochMilliseconds - oldest
  return dates.length > 0 && ageMs > OUTAGE_MS
    ? `the page reports an outage and was last updated ${spellAge(ageMs)} ago`
    : null
}

const isOutage = (status: ReadComponent['status']) => status === 'major_outage' || status === 'partial_outage'

function lacking({ components, regions }: VendorPage, reading: Reading): string | null {
  if (!reading.complete) return null
  const names = new Set(reading.components.map(({ name }) => plain(name)))
  const groups = new Set(reading.components.map(({ group }) => plain(group)))
  const gone =
    components.find((name) => !names.has(plain(name))) ?? regions.find((name) => !groups.has(plain(name)))
  return gone === undefined ? null : `the page does not list "${gone}", which we use`
}

function strange(page: VendorPage, reading: Reading): string | null {
  for (const component of reading.components) {
    if (typeof component.status === 'string' || !isUsed(page, component)) continue
    const of = component.name === null ? 'the whole' : `"${component.name}"`
    return `the page says "${component.status.unknown}" of ${of}, which is no state that we know`
  }
  return null
}

function statesOf(page: VendorPage, reading: Reading): SeenState[] {
  const states = new Map<string | null, SeenState>()
  for (const component of reading.components) {
    const { name, status } = component
    const inUse = isUsed(page, component)
    if (typeof status !== 'string' || status === 'operational' || (component.isGroup && !inUse)) continue
    const before = states.get(name)
    if (before === undefined || (inUse && !before.inUse)) states.set(name, { component: name, status, inUse })
    else if (before.inUse === inUse) states.set(name, { ...before, status: worse(status, before.status) })
  }
  return [...states.values()]
}

/** A group is used where it is named; its members are looked at by themselves anyway. */
function isUsed({ components, regions }: VendorPage, { name, group, isGroup }: ReadComponent): boolean {
  const listed = components.some((one) => plain(one) === plain(name))
  if (isGroup || components.length > 0) return listed
  if (name === null) return regions.length === 0
  return regions.length === 0 || group === null || regions.some((one) => plain(one) === plain(group))
}

function plain(name: string | null): string | null {
  return name === null ? null : name.trim().toLowerCase()
}
