import incidentIoIncident from './incident-io-incident.json' with { type: 'json' }
import incidentIoSummary from './incident-io-summary.json' with { type: 'json' }
import statuspageIncident from './statuspage-incident.json' with { type: 'json' }
import statuspageSummary from './statuspage-summary.json' with { type: 'json' }

/** The id of the recorded Statuspage. */
export const PAGE_ID = statuspageSummary.page.id

/* An incident of the recorded Statuspage. */
const INCIDENT = statuspageIncident

/** The recorded Statuspage with some components in other states; what is not well comes with an incident. */
export function statuspage(
  statuses: Record<string, string> = {},
  page: Partial<typeof statuspageSummary.page> = {},
) {
  const components = statuspageSummary.components.map((component) => ({
    ...component,
    status: statuses[component.name] ?? component.status,
  }))
  const incidents = Object.keys(statuses).length === 0 ? [] : [INCIDENT]
  return { ...statuspageSummary, page: { ...statuspageSummary.page, ...page }, components, incidents }
}

/** Its list of incidents, with one that was posted after it was over. */
export function statuspageIncidents() {
  const over = {
    ...INCIDENT,
    id: 'a1b2c3d4e5f6',
    name: 'Builds were slow (posted afterwards)',
    status: 'resolved',
    created_at: '2026-11-24T17:30:00.000Z',
    started_at: '2026-11-24T16:00:00.000Z',
    resolved_at: '2026-11-24T16:40:00.000Z',
  }
  return { page: statuspageSummary.page, incidents: [over] }
}

type IncidentIo = Partial<typeof incidentIoIncident>

/** The recorded incident.io page, with an ongoing incident for each that is given. */
export function incidentIo(...incidents: IncidentIo[]) {
  return {
    ...incidentIoSummary,
    ongoing_incidents: incidents.map((one) => ({ ...incidentIoIncident, ...one })),
  }
}

/** The recorded incident.io page during maintenance of its API. */
export function incidentIoMaintenance() {
  const { current_worst_impact: _, ...incident } = incidentIoIncident
  const [api] = incident.affected_components
  const maintenance = {
    ...incident,
    status: 'maintenance_in_progress',
    started_at: '2026-11-24T18:00:00Z',
    scheduled_end_at: '2026-11-24T19:00:00Z',
    affected_components: [{ ...api!, current_status: 'operational' }],
  }
  return { ...incidentIoSummary, in_progress_maintenances: [maintenance] }
}
