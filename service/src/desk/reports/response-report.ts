import { setImmediate } from 'node:timers/promises'
import { AppError, type Ctx } from '@tractops/platform'
import {
  type Attainment,
  addDays,
  attainment,
  dateOf,
  type Policy,
  parseDate,
  policyAt,
  startOfDay,
} from '@tractops/sla'
import { asc, sql } from 'drizzle-orm'
import { staffWithRole } from '../../accounts/index.ts'
import { deskTeam } from '../tables.ts'
import { type Answered, type Figures, figuresOf, lengthMs } from './figures.ts'

type NamedFigures = { id: string; name: string | null } & Figures

export type ResponseReport = {
  /** Dates of the contract's zone, the last one included. */
  from: string
  to: string
  zone: string
  all: Figures
  /** How many of them are spam, which are counted as the agreement excludes none; and what it would be without. */
  spam: number
  withoutSpam: Attainment
  months: ({ month: string } & Figures)[]
  teams: NamedFigures[]
  people: NamedFigures[]
}

/** Two years and the leap day between them. */
const MOST_DAYS = 731
const WEEK = 7

type Row = Answered & { month: string; teamId: string | null; personId: string | null; spam: boolean }

/**
 * SLA §2 (row 35): how first responses kept their targets, of tickets received from one date to another (of the contract's zone), by
 * severity, month, team and person: whoever answered, or else has it. A ticket that was merged counts as what it became.
 *
 * @throws AppError `dates_reversed`, `range_too_long`, `date_invalid` (400).
 */
export async function responseReport(
  ctx: Pick<Ctx, 'tx' | 'now'>,
  { policies }: { policies: readonly Policy[] },
  asked: { from?: string | undefined; to?: string | undefined },
): Promise<ResponseReport> {
  const { zone } = policyAt(policies, ctx.now).policy
  const today = dateOf(ctx.now, zone)
  const to = asked.to ?? today
  const from = asked.from ?? `${to.slice(0, 7)}-01`
  checkRange(from, to)
  const rows: Row[] = []
  // A week at a time, as a large desk's two years would keep everything else in this process waiting.
  for (let day = from; day <= to; day = addDays(day, WEEK)) {
    const next = addDays(day, WEEK)
    const until = startOfDay(next > to ? addDays(to, 1) : next, zone)
    for (const row of await readRows(ctx, policies, { zone, from: startOfDay(day, zone), until }))
      rows.push(row)
  }
  const staff = new Map((await staffWithRole(ctx, 'viewer')).map(({ id, name }) => [id, name]))
  const teams = await ctx.tx.select().from(deskTeam).orderBy(asc(deskTeam.name))
  const teamNames = new Map(teams.map(({ id, name }) => [id, name]))
  const figures = async (some: Row[]) => {
    await setImmediate()
    return figuresOf(policies, some)
  }
  const named = async (of: Map<string | null, Row[]>, names: Map<string, string>) => {
    const all: NamedFigures[] = []
    for (const [id, some] of of)
      if (id !== null) all.push({ id, name: names.get(id) ?? null, ...(await figures(some)) })
    return all.sort((a, b) => (a.name ?? a.id).localeCompare(b.name ?? b.id))
  }
  const months: ResponseReport['months'] = []
  for (const [month, some] of Map.groupBy(rows, ({ month }) => month))
    months.push({ month, ...(await figures(some)) })
  return {
    ...{ from, to, zone, all: await figures(rows), months },
    spam: rows.filter(({ spam }) => spam).length,
    withoutSpam: attainment(rows.filter(({ spam }) => !spam)),
    teams: await named(
      Map.groupBy(rows, ({ teamId }) => teamId),
      teamNames,
    ),
    people: await named(
      Map.groupBy(rows, ({ personId }) => personId),
      staff,
    ),
  }
}

function checkRange(from: string, to: string): void {
  const [first, last] = [dayOf(from, 'query.from'), dayOf(to, 'query.to')]
  if (first > last)
    throw new AppError('dates_reversed', 400, 'The range ends before it starts; swap the two dates.', {
      path: 'query.to',
    })
  if (last - first >= MOST_DAYS)
    throw new AppError('range_too_long', 400, `Ask for ${MOST_DAYS} days at most.`, { path: 'query.from' })
}

function dayOf(date: string, path: string): number {
  try {
    return parseDate(date)
  } catch (error) {
    throw new AppError('date_invalid', 400, (error as Error).message, { path })
  }
}

async function readRows(
  { tx }: Pick<Ctx, 'tx'>,
  policies: readonly Policy[],
  { zone, from, until }: { zone: string; from: Temporal.Instant; until: Temporal.Instant },
): Promise<Row[]> {
  const { rows } = await tx.execute<{
    severity: Row['severity']
    state: Row['state']
    received: number
    responded: number | null
    month: string
    team: string | null
    person: string | null
    spam: boolean
  }>(sql`
    select coalesce(answered_as, severity) as severity, response_state as state,
      extract(epoch from received_at)::float8 * 1000 as received,
      extract(epoch from responded_at)::float8 * 1000 as responded,
      to_char(received_at at time zone ${zone}, 'YYYY-MM') as month, team_id as team,
      coalesce(responder_id, assignee_id) as person, spam_at is not null as spam
    from ticket
    where received_at >= ${String(from)}::timestamptz and received_at < ${String(until)}::timestamptz and merged_into is null
    order by received_at`)
  const at = (ms: number) => Temporal.Instant.fromEpochMilliseconds(Math.round(ms))
  return rows.map(({ severity, state, received, responded, month, team, person, spam }) => {
    const receivedAt = at(received)
    return {
      ...{ severity, state, month, teamId: team, personId: person, spam, receivedAt },
      lengthMs: responded === null ? null : lengthMs(policies, severity, receivedAt, at(responded)),
    }
  })
}
