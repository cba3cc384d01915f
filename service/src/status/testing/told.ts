import type { MonthAttainment } from '../../desk/index.ts'
import type { IncidentUpdate, PublicIncident, PublicMaintenance, Told, VendorState } from '../view/source.ts'

const at = (text: string) => Temporal.Instant.from(text)
const PAYMENTS = { key: 'payments', name: 'Payments' }
const SIGN_IN = { key: 'sign-in', name: 'Sign-in' }
const DASHBOARD = { key: 'dashboard', name: 'Dashboard' }

export const NOTHING_TOLD: Told = {
  incidents: [],
  maintenances: [],
  vendors: [],
  calendar: 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n',
}

/** A month in which four questions came, one of them answered late, and one waits. */
export const RESPONSES: MonthAttainment = {
  ...{ met: 2, breached: 1, waiting: 1, percent: '66.6666' },
  bySeverity: [
    { severity: 'P1', met: 1, breached: 0, waiting: 0, percent: '100.0000' },
    { severity: 'P2', met: 0, breached: 1, waiting: 0, percent: '0.0000' },
    { severity: 'P3', met: 1, breached: 0, waiting: 0, percent: '100.0000' },
    { severity: 'P4', met: 0, breached: 0, waiting: 1, percent: null },
  ],
}

let updates = 0
/** An update in plain text, posted when it was true. */
export function update(
  state: IncidentUpdate['state'],
  when: string,
  text: string,
  more: Partial<IncidentUpdate> = {},
): IncidentUpdate {
  updates += 1
  return {
    id: `upd_${String(updates).padStart(8, '0')}-0000-4000-8000-000000000000`,
    state,
    text,
    html: `<p>${text}</p>`,
    at: at(when),
    postedAt: at(when),
    by: 'Ava',
    backdated: false,
    edited: [],
    ...more,
  }
}

export function incident(
  of: Partial<PublicIncident> & { id: string; title: string },
  started: string,
): PublicIncident {
  const said = of.updates ?? []
  return {
    impact: 'major',
    state: said.at(-1)?.state ?? 'investigating',
    automatic: false,
    components: [PAYMENTS],
    startedAt: at(started),
    resolvedAt: null,
    createdAt: at(started).add({ seconds: 2 }),
    updatedAt: said.at(-1)?.postedAt ?? at(started),
    cause: null,
    updates: said,
    mergedInto: null,
    ...of,
  }
}

export function maintenance(
  of: Partial<PublicMaintenance> & { id: string; title: string },
  start: string,
  end: string,
): PublicMaintenance {
  return {
    text: 'We move the database to a larger machine. Pages may be read, and nothing can be saved for a few minutes.',
    html: '<p>We move the database to a larger machine. Pages may be read, and nothing can be saved for a few minutes.</p>',
    components: [DASHBOARD],
    announcedStart: at(start),
    announcedEnd: at(end),
    publishedAt: at(start).subtract({ hours: 72 }),
    emailedAt: at(start).subtract({ hours: 71 }),
    noticeEnough: true,
    because: 'announced 71 h ahead',
    startedAt: null,
    completedAt: null,
    cancelledAt: null,
    state: 'scheduled',
    updates: [],
    ...of,
  }
}

const vendor = (key: string, name: string, state: VendorState['state'], more: Partial<VendorState> = {}) => ({
  vendor: key,
  name,
  url: `https://status.${key}.example`,
  state,
  since: at('2026-11-20T08:00:00Z'),
  seenAt: at('2026-11-23T14:02:50Z'),
  reason: null,
  ...more,
})

/** An incident that somebody wrote to do harm. */
const EVIL = '</title>]]><script>alert(1)</script>\u0001&'
export const hostile: PublicIncident = incident(
  {
    id: 'inc_1f1f1f1f-6a0e-4d63-9a0f-3f1f6a1c9d09',
    title: EVIL,
    components: [{ key: EVIL, name: EVIL }],
    updates: [
      update('investigating', '2026-11-23T14:00:00Z', EVIL, {
        html: '<p>&lt;/title&gt;]]&gt;&lt;script&gt;\u0001</p>',
        by: EVIL,
      }),
    ],
  },
  '2026-11-23T14:00:00Z',
)

/** An outage of payments under way with its vendor's report, what was before it, and maintenance running and to come. */
export const told: Told = {
  ...NOTHING_TOLD,
  incidents: [
    incident(
      {
        id: 'inc_0b8f6a52-6a0e-4d63-9a0f-3f1f6a1c9d01',
        title: 'Payments cannot be made',
        impact: 'critical',
        automatic: true,
        cause: { kind: 'vendor', vendor: 'stripe', by: 'Ava', at: at('2026-11-23T13:59:00Z') },
        updates: [
          update(
            'investigating',
            '2026-11-23T13:51:07Z',
            'Payments have failed their checks since 13:51 UTC.',
            {
              by: 'TractOps',
            },
          ),
          update(
            'identified',
            '2026-11-23T13:58:30Z',
            'Stripe reports an outage of its API. Payments that fail are not charged; please try again later.',
            {
              edited: [
                {
                  at: at('2026-11-23T14:00:10Z'),
                  by: 'Ava',
                  previousText: 'Stripe has an outage.',
                },
              ],
            },
          ),
        ],
      },
      '2026-11-23T13:51:05Z',
    ),
    incident(
      {
        id: 'inc_0b8f6a52-6a0e-4d63-9a0f-3f1f6a1c9d02',
        title: 'Payments failed for some',
        impact: 'major',
        cause: { kind: 'own', by: 'Ben', at: at('2026-11-19T09:00:00Z') },
        resolvedAt: at('2026-11-19T08:15:00Z'),
        updates: [
          update('investigating', '2026-11-19T07:50:00Z', 'We are looking into payments that fail.', {
            by: 'Ben',
          }),
          update('resolved', '2026-11-19T08:15:00Z', 'A release was taken back. Payments work again.', {
            by: 'Ben',
            backdated: true,
            postedAt: at('2026-11-19T09:02:00Z'),
          }),
        ],
      },
      '2026-11-19T07:48:20Z',
    ),
    incident(
      {
        id: 'inc_0b8f6a52-6a0e-4d63-9a0f-3f1f6a1c9d03',
        title: 'Sign-in failed',
        impact: 'minor',
        components: [SIGN_IN],
        resolvedAt: at('2026-11-12T18:20:42Z'),
        mergedInto: 'inc_0b8f6a52-6a0e-4d63-9a0f-3f1f6a1c9d02',
      },
      '2026-11-12T18:20:00Z',
    ),
  ],
  maintenances: [
    maintenance(
      {
        id: 'mnt_7d3c1f60-5a4b-4b8e-8f5e-2f0f5e6f7a01',
        title: 'Faster charts',
        state: 'in_progress',
        startedAt: at('2026-11-23T14:00:20Z'),
        updates: [
          {
            at: at('2026-11-23T14:00:20Z'),
            text: 'We have begun.',
            html: '<p>We have begun.</p>',
            by: 'Ben',
          },
        ],
      },
      '2026-11-23T14:00:00Z',
      '2026-11-23T15:00:00Z',
    ),
    maintenance(
      {
        id: 'mnt_7d3c1f60-5a4b-4b8e-8f5e-2f0f5e6f7a02',
        title: 'A larger database',
        publishedAt: at('2026-11-20T10:00:00Z'),
        emailedAt: at('2026-11-20T10:04:10Z'),
        because: 'announced 215 h ahead',
      },
      '2026-11-29T10:00:00Z',
      '2026-11-29T12:00:00Z',
    ),
    maintenance(
      {
        id: 'mnt_7d3c1f60-5a4b-4b8e-8f5e-2f0f5e6f7a03',
        title: 'New certificates',
        state: 'completed',
        startedAt: at('2026-11-08T10:00:00Z'),
        completedAt: at('2026-11-08T10:20:00Z'),
        noticeEnough: false,
        because: 'announced 31 h ahead',
      },
      '2026-11-08T10:00:00Z',
      '2026-11-08T11:00:00Z',
    ),
  ],
  vendors: [
    vendor('stripe', 'Stripe', 'major_outage', { since: at('2026-11-23T13:48:00Z') }),
    vendor('resend', 'Resend', 'operational'),
    vendor('neon', 'Neon', 'unknown', { reason: 'Its page answered HTML instead of JSON.' }),
    vendor('vercel', 'Vercel', 'operational'),
  ],
}
