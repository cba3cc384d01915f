import { agreementOf } from '@tractops/sla'
import { badgeOf } from '../formats/badge.ts'
import { FEEDS } from '../formats/feeds.ts'
import { STATUSPAGE_DOCUMENTS } from '../formats/statuspage.ts'
import { EMBED_POLICY, embedPage } from '../html/embed.ts'
import { compact } from '../html/markup.ts'
import { incidentsPage, maintenancesPage } from '../html/past-pages.ts'
import { slaLive } from '../html/sla-live.ts'
import { slaPage } from '../html/sla-page.ts'
import { type StatusNotes, statusPage } from '../html/status-page.ts'
import type { StatusInput } from '../view/source.ts'
import type { StatusView } from '../view/view.ts'
import { type Doc, HTML } from './encode.ts'

/** What was read, and the view of it, made once. */
export type Live = { input: StatusInput; view: StatusView }

const SVG = 'image/svg+xml; charset=utf-8'
const JSON_TYPE = 'application/json; charset=utf-8'
const OPEN = { 'access-control-allow-origin': '*' }
const FRAMED = { 'content-security-policy': EMBED_POLICY, 'x-frame-options': null }

/** `/status`; `stale` where what is live could not be read again. */
export function statusDoc({ view }: Live, notes: StatusNotes): Doc {
  return page(compact(statusPage(view, notes)))
}

/** SLA §1 to §5: `/sla`, with this month's figures beside each clause. */
export function slaDoc({ input, view }: Live): Doc {
  return page(compact(slaPage(agreementOf(view.policy), slaLive(view, input.monthToDate.uptime))))
}

/**
 * The documents that are made from what is live, by their paths, beside `/status` itself; `base` is where people reach us,
 * without a slash at its end. What other sites read is open to all origins.
 */
export const LIVE_DOCS: Record<string, (live: Live, base: string) => Doc> = {
  '/status/incidents': ({ input, view }) =>
    page(compact(incidentsPage(input.told.incidents, input.now, view.zone))),
  '/status/maintenance': ({ input, view }) =>
    page(compact(maintenancesPage(input.told.maintenances, input.now, view.zone))),
  '/status/embed': ({ view }, base) => ({
    type: HTML,
    body: compact(embedPage(view, base)),
    headers: FRAMED,
  }),
  '/status/maintenance.ics': ({ input }) => ({
    type: 'text/calendar; charset=utf-8',
    body: input.told.calendar,
    headers: OPEN,
  }),
  '/status/badge.svg': (live) => badgeDoc(live, {}),
  ...Object.fromEntries(
    Object.entries(FEEDS).map(([name, { type, write }]) => [
      `/status/feed.${name}`,
      ({ input }: Live, base: string): Doc => ({
        type,
        body: write({ ...input.told, now: input.now, base }),
        headers: OPEN,
      }),
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(STATUSPAGE_DOCUMENTS).map(([name, write]) => [
      `/status/api/v2/${name}.json`,
      ({ input, view }: Live, base: string): Doc => ({
        type: JSON_TYPE,
        body: JSON.stringify(write({ view, ...input.told, base })),
        headers: OPEN,
      }),
    ]),
  ),
}

/** The badge of everything, or of one component; see `badgeOf` for what it refuses. */
export function badgeDoc({ view }: Live, ask: Parameters<typeof badgeOf>[1]): Doc {
  return { type: SVG, body: badgeOf(view, ask), headers: OPEN }
}

export function page(body: string): Doc {
  return { type: HTML, body }
}

export function json(value: unknown): Doc {
  return { type: JSON_TYPE, body: JSON.stringify(value), headers: OPEN }
}
