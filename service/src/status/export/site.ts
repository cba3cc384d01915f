import type { Policy } from '@tractops/sla'
import { type HistoryMonth, historyPage } from '../html/history-page.ts'
import { incidentPath } from '../html/incident-html.ts'
import { maintenancePath } from '../html/maintenance-html.ts'
import { maintenancePage } from '../html/maintenance-page.ts'
import { compact } from '../html/markup.ts'
import { INCIDENTS_A_PAGE, monthPage, monthPath } from '../html/month-page.ts'
import { type Doc, HTML } from '../serve/encode.ts'
import { badgeDoc, json, LIVE_DOCS, page, slaDoc, statusDoc } from '../serve/live-docs.ts'
import { readHistory, readMonth, readStatus, type StatusReader, seeIncident } from '../serve/read.ts'
import { seenDoc } from '../serve/stored-docs.ts'
import type { PublicIncident, PublicMaintenance } from '../view/source.ts'
import { statusView } from '../view/view.ts'
import { fileOf } from './file-names.ts'
import { pageCopy, redirectCopy } from './page-copy.ts'

/** A file of the copy, by its name below the copy's root. */
export type SiteFile = { name: string; type: string; body: string }

export type SiteOptions = {
  policies: readonly Policy[]
  /** Where the copy is served, without a slash at its end: feeds and the API name their links in full. */
  copyUrl: string
  /** Where the service answers when it is up; null where nobody said so. */
  serviceUrl: string | null
}

/** All of the past is read this often; what is of the last 90 days is read every time. */
const SWEEP_MS = 600_000
const EVER = Temporal.Instant.fromEpochMilliseconds(0)

/**
 * Makes the complete public site as files: every page, feed and document, those of the past included. What has not changed
 * since it was last made is kept as it was, so that a long past costs nothing.
 */
export function createSite({ policies, copyUrl, serviceUrl }: SiteOptions) {
  const kept = new Map<string, { stamp: string; file: SiteFile }>()
  let months: HistoryMonth[] = []
  let sweptMs = Number.NEGATIVE_INFINITY

  return async (given: StatusReader): Promise<SiteFile[]> => {
    const reader = rememberMonths(given)
    const { now } = reader
    const input = await readStatus(reader, policies)
    const live = { input, view: statusView(input) }
    const { zone } = live.view
    const file = (path: string, doc: Doc, over = false): SiteFile => ({
      name: fileOf(path),
      type: doc.type,
      body: bodyOf(path, doc, { zone, serviceUrl, madeAt: now, over }),
    })
    const keep = (path: string, stamp: string, over: boolean, make: () => Doc): void => {
      if (kept.get(path)?.stamp !== stamp) kept.set(path, { stamp, file: file(path, make(), over) })
    }

    const sweep = now.epochMilliseconds - sweptMs >= SWEEP_MS || now.epochMilliseconds < sweptMs
    const ever = { from: EVER, to: now.add({ hours: 24 * 400 }) }
    const incidents = sweep ? await reader.incidents(ever) : input.told.incidents
    for (const incident of incidents) {
      const seen = await seeIncident(reader, policies, incident)
      const stamp = `${stampOf(incident, now)} ${JSON.stringify(seen.exclusions)}`
      keep(incidentPath(incident), stamp, isOver(incident), () => seenDoc(seen))
    }
    for (const one of sweep ? await reader.maintenances(ever) : input.told.maintenances)
      keep(maintenancePath(one), stampOf(one, now), isOver(one), () =>
        page(compact(maintenancePage(one, now, zone))),
      )

    months = await readHistory(reader, policies, sweep ? [] : months)
    for (const { month } of sweep ? months : months.slice(0, 1))
      await keepMonth(reader, policies, month, (path, doc) =>
        keep(path, String(now), month !== input.month, () => doc),
      )
    if (sweep) sweptMs = now.epochMilliseconds

    const made: Record<string, Doc> = {
      '/': { type: HTML, body: '', status: 302, headers: { location: '/status' } },
      '/sla': slaDoc(live),
      '/status/history': page(compact(historyPage(months))),
      '/status': statusDoc(live, { stale: false }),
    }
    for (const [path, make] of Object.entries(LIVE_DOCS)) made[path] = make(live, copyUrl)
    for (const { key } of input.components)
      made[`/status/badge/${encodeURIComponent(key)}.svg`] = badgeDoc(live, { component: key })
    return [
      ...[...kept.values()].map((one) => one.file),
      {
        name: 'made.json',
        type: 'application/json; charset=utf-8',
        body: JSON.stringify({ madeAt: String(now) }),
      },
      ...Object.entries(made)
        .toReversed()
        .map(([path, doc]) => file(path, doc)),
    ]
  }
}

function bodyOf(
  path: string,
  { type, body, headers }: Doc,
  of: { zone: string; serviceUrl: string | null; madeAt: Temporal.Instant; over: boolean },
): string {
  if (headers?.location) return redirectCopy(headers.location, path)
  return type === HTML ? pageCopy(body, { path, ...of }) : body
}

/** What is over changes only when somebody changes it; what lasts tells its length so far. */
function stampOf(one: PublicIncident | PublicMaintenance, now: Temporal.Instant): string {
  return isOver(one) ? JSON.stringify(one) : String(now)
}

function isOver(one: PublicIncident | PublicMaintenance): boolean {
  if ('resolvedAt' in one) return one.resolvedAt !== null || one.mergedInto !== null
  return one.state === 'completed' || one.state === 'cancelled'
}

async function keepMonth(
  reader: StatusReader,
  policies: readonly Policy[],
  month: string,
  keep: (path: string, doc: Doc) => void,
): Promise<void> {
  const first = await readMonth(reader, policies, month, 1)
  if (first === null) return
  const path = monthPath(month)
  keep(`${path}.json`, json(first.uptime))
  const pages = Math.max(1, Math.ceil(first.incidents.length / INCIDENTS_A_PAGE))
  for (let nth = 1; nth <= pages; nth += 1)
    keep(nth === 1 ? path : `${path}/${nth}`, page(compact(monthPage({ ...first, page: nth }))))
}

/** One reading asks for the same month many times. */
function rememberMonths(reader: StatusReader): StatusReader {
  const months = new Map<string, ReturnType<StatusReader['month']>>()
  return {
    ...reader,
    month(month) {
      const known = months.get(month) ?? reader.month(month)
      months.set(month, known)
      return known
    },
  }
}
