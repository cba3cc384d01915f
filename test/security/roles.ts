import type { Role } from '@tractops/platform'

/**
 * Who a route is for: a role (by key or by session, and every role above it); `public`: anybody; `anyone signed in`: also a
 * session that is halfway through; `identity`: signing in and out, which judges for itself
 * (service/src/accounts/identity/identity.test.ts); `agent-token`: a probe agent with its own token, and no key or session;
 * `signed-token`: whoever has a link that we made, so that a made-up one opens nothing.
 */
export type Need = Role | 'public' | 'anyone signed in' | 'identity' | 'agent-token' | 'signed-token'

/** Every route of the service and whom it is for. A route without a row fails the suite, and so does a row without a route. */
export const ROUTES: Record<string, Need> = {
  'GET /healthz': 'public',
  'GET /readyz': 'public',
  'GET /metrics': 'public',
  'GET /api': 'public',
  'GET /api/openapi.json': 'public',
  'GET /api/reference.js': 'public',

  'GET /': 'public',
  'GET /sla': 'public',
  'GET /status': 'public',
  'GET /status/badge.svg': 'public',
  'GET /status/embed': 'public',
  'GET /status/feed.atom': 'public',
  'GET /status/feed.json': 'public',
  'GET /status/feed.rss': 'public',
  'GET /status/history': 'public',
  'GET /status/history/:month': 'public',
  'GET /status/history/:month/:page{[1-9]\\d{0,4}}': 'public',
  'GET /status/incidents': 'public',
  'GET /status/incidents/:id': 'public',
  'GET /status/maintenance': 'public',
  'GET /status/maintenance.ics': 'public',
  'GET /status/maintenance/:id': 'public',
  'GET /status/api/v2/components.json': 'public',
  'GET /status/api/v2/incidents.json': 'public',
  'GET /status/api/v2/incidents/unresolved.json': 'public',
  'GET /status/api/v2/scheduled-maintenances.json': 'public',
  'GET /status/api/v2/scheduled-maintenances/active.json': 'public',
  'GET /status/api/v2/scheduled-maintenances/upcoming.json': 'public',
  'GET /status/api/v2/status.json': 'public',
  'GET /status/api/v2/summary.json': 'public',

  'POST /api/auth/sign-in/email': 'identity',
  'POST /api/auth/two-factor/verify-totp': 'identity',
  'POST /api/auth/two-factor/verify-backup-code': 'identity',
  'GET /api/auth/passkey/generate-authenticate-options': 'identity',
  'POST /api/auth/passkey/verify-authentication': 'identity',
  'POST /api/auth/sign-out': 'identity',
  'POST /api/auth/two-factor/enable': 'identity',
  'GET /api/auth/passkey/generate-register-options': 'identity',
  'POST /api/auth/passkey/verify-registration': 'identity',
  'POST /api/auth/two-factor/generate-backup-codes': 'identity',
  'GET /api/auth/passkey/list-user-passkeys': 'identity',
  'POST /api/auth/passkey/delete-passkey': 'identity',
  'POST /api/auth/change-password': 'identity',

  'GET /api/v1/me': 'anyone signed in',
  'GET /api/v1/me/sessions': 'viewer',
  'DELETE /api/v1/me/sessions/:id': 'viewer',
  'POST /api/v1/invitations/reading': 'signed-token',
  'POST /api/v1/invitations/acceptance': 'signed-token',
  'GET /api/v1/invitations': 'lead',
  'DELETE /api/v1/invitations/:id': 'admin',
  'GET /api/v1/people': 'lead',
  'POST /api/v1/people': 'admin',
  'PATCH /api/v1/people/:id': 'admin',
  'DELETE /api/v1/people/:id': 'admin',
  'GET /api/v1/keys': 'admin',
  'POST /api/v1/keys': 'admin',
  'DELETE /api/v1/keys/:id': 'admin',
  'GET /api/v1/audit': 'lead',
  'GET /api/v1/audit/verify': 'lead',

  'GET /api/v1/components': 'viewer',
  'GET /api/v1/components/:key/intervals': 'viewer',
  'GET /api/v1/monitors/:component/:monitor/latency': 'viewer',
  'GET /api/v1/uptime': 'viewer',
  'GET /api/v1/uptime/input': 'viewer',

  'GET /api/v1/customers': 'viewer',
  'POST /api/v1/customers': 'lead',
  'GET /api/v1/customers/:id': 'viewer',
  'PATCH /api/v1/customers/:id': 'lead',
  'DELETE /api/v1/customers/:id': 'lead',
  'PUT /api/v1/customers/by-external-id/:externalId': 'lead',
  'POST /api/v1/customers/:id/contacts': 'lead',
  'PATCH /api/v1/customers/:id/contacts/:contactId': 'lead',
  'DELETE /api/v1/customers/:id/contacts/:contactId': 'lead',

  'GET /api/v1/outbox': 'lead',
  'GET /api/v1/outbox/:id': 'lead',
  'POST /api/v1/outbox/:id/retry': 'lead',
}
