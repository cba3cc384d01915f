import { AppError } from '@tractops/platform'
import type { Policy } from '@tractops/sla'
import { incidentPath } from '../html/incident-html.ts'
import { type IncidentSeen, incidentPage } from '../html/incident-page.ts'
import { maintenancePage } from '../html/maintenance-page.ts'
import { compact } from '../html/markup.ts'
import { monthPage } from '../html/month-page.ts'
import { type Doc, HTML } from './encode.ts'
import { json, page } from './live-docs.ts'
import { readIncident, readMonth, type StatusReader } from './read.ts'

/** The page of one incident; of one that was merged into another, the way there. @throws AppError `incident_unknown` (404). */
export async function incidentDoc(
  reader: StatusReader,
  policies: readonly Policy[],
  id: string,
): Promise<Doc> {
  const seen = await readIncident(reader, policies, id)
  if (seen === null) throw new AppError('incident_unknown', 404, 'There is no incident at this address.')
  return seenDoc(seen)
}

export function seenDoc(seen: IncidentSeen): Doc {
  const { mergedInto } = seen.incident
  if (mergedInto === null) return page(compact(incidentPage(seen)))
  const location = incidentPath({ id: mergedInto })
  return { type: HTML, body: '', status: 302, headers: { location } }
}

/** @throws AppError `maintenance_unknown` (404). */
export async function maintenanceDoc(reader: StatusReader, zone: string, id: string): Promise<Doc> {
  const one = await reader.maintenance(id)
  if (one === null) throw new AppError('maintenance_unknown', 404, 'There is no maintenance at this address.')
  return page(compact(maintenancePage(one, reader.now, zone)))
}

/** A month's page, or its UPTIME as JSON. @throws AppError `month_unknown` (404) for one that has not begun. */
export async function monthDoc(
  reader: StatusReader,
  policies: readonly Policy[],
  ask: { month: string; page: number; as: 'page' | 'json' },
): Promise<Doc> {
  const seen = await readMonth(reader, policies, ask.month, ask.page)
  if (seen === null)
    throw new AppError('month_unknown', 404, 'There is no such page of a month that has begun.')
  return ask.as === 'page' ? page(compact(monthPage(seen))) : json(seen.uptime)
}
