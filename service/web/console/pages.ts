import type { ComponentType } from 'react'
import type { Role } from '../api/types.ts'

export type ConsolePage = {
  /** Below /console; a parameter as `$id`. */
  path: string
  /** What it is called, in the navigation, the palette and the window's title. */
  name: string
  /** The second key of its shortcut, after g; only pages of the navigation have one. */
  key?: string
  /** Who sees it; default viewer. The API decides what may be done. */
  role?: Role
  /** Its file of pages/, loaded when it is first opened; exports `Page`. */
  load: () => Promise<{ Page: ComponentType }>
}

/** Every page of the console, in the order of the navigation: routes, navigation, palette and shortcuts are made of this. */
export const PAGES: ConsolePage[] = [
  { path: '/', name: 'Overview', key: 'o', load: () => import('./pages/overview.tsx') },
  { path: '/tickets', name: 'Queue', key: 'q', load: () => import('./pages/tickets.tsx') },
  { path: '/tickets/$id', name: 'Ticket', load: () => import('./pages/ticket.tsx') },
  {
    path: '/canned-replies',
    name: 'Canned replies',
    key: 'd',
    load: () => import('./pages/canned-replies.tsx'),
  },
  { path: '/teams', name: 'Teams', key: 't', load: () => import('./pages/teams.tsx') },
  { path: '/reports', name: 'Reports', key: 'e', load: () => import('./pages/reports.tsx') },
  { path: '/monitors', name: 'Monitors', key: 'm', load: () => import('./pages/monitors.tsx') },
  { path: '/monitors/$key', name: 'Monitor', load: () => import('./pages/monitor.tsx') },
  { path: '/components', name: 'Components', key: 'c', load: () => import('./pages/components.tsx') },
  { path: '/incidents', name: 'Incidents', key: 'i', load: () => import('./pages/incidents.tsx') },
  { path: '/incidents/templates', name: 'Templates', load: () => import('./pages/templates.tsx') },
  { path: '/incidents/$id', name: 'Incident', load: () => import('./pages/incident.tsx') },
  {
    path: '/evidence',
    name: 'Gaps & force majeure',
    key: 'f',
    load: () => import('./pages/evidence.tsx'),
  },
  {
    path: '/maintenance',
    name: 'Maintenance',
    key: 'n',
    load: () => import('./pages/maintenances.tsx'),
  },
  { path: '/maintenance/$id', name: 'One maintenance', load: () => import('./pages/maintenance.tsx') },
  { path: '/vendors', name: 'Vendors', key: 'v', load: () => import('./pages/vendors.tsx') },
  { path: '/vendors/$key', name: 'Vendor', load: () => import('./pages/vendor.tsx') },
  { path: '/agents', name: 'Probe agents', key: 'r', load: () => import('./pages/agents.tsx') },
  {
    path: '/subscribers',
    name: 'Subscribers & webhooks',
    key: 's',
    role: 'lead',
    load: () => import('./pages/subscribers.tsx'),
  },
  { path: '/webhooks/$id', name: 'Webhook', role: 'lead', load: () => import('./pages/webhook.tsx') },
  { path: '/customers', name: 'Customers', key: 'u', load: () => import('./pages/customers.tsx') },
  { path: '/customers/$id', name: 'Customer', load: () => import('./pages/customer.tsx') },
  { path: '/audit', name: 'Audit trail', key: 'a', role: 'lead', load: () => import('./pages/audit.tsx') },
  { path: '/outbox', name: 'Outbox', key: 'x', role: 'lead', load: () => import('./pages/outbox.tsx') },
  {
    path: '/people',
    name: 'People & keys',
    key: 'p',
    role: 'lead',
    load: () => import('./pages/people.tsx'),
  },
  { path: '/people/$id', name: 'Person', role: 'lead', load: () => import('./pages/person.tsx') },
  { path: '/account', name: 'Your account', key: 'y', load: () => import('./pages/account.tsx') },
]

/** What can be begun from anywhere, by the palette; `c` offers those that belong to the page it is pressed on. */
export type ConsoleAction = { name: string; description: string; to: string; role: Role }

export const ACTIONS: ConsoleAction[] = [
  {
    name: 'Enter a ticket',
    description: 'What somebody asked by telephone; its clock begins now',
    to: '/tickets?new=ticket',
    role: 'agent',
  },
  {
    name: 'Write a canned reply',
    description: 'An answer to be used again',
    to: '/canned-replies?new=reply',
    role: 'agent',
  },
  {
    name: 'Open an incident',
    description: 'It stands on /status as soon as it is made',
    to: '/incidents?new=incident',
    role: 'agent',
  },
  {
    name: 'Add a webhook',
    description: 'Signed events for a program, about every change',
    to: '/subscribers?new=webhook',
    role: 'lead',
  },
  {
    name: 'Make a probe agent',
    description: 'The same checks from somewhere else',
    to: '/agents?new=agent',
    role: 'admin',
  },
  {
    name: 'Watch something',
    description: 'A new monitor, checked at once',
    to: '/monitors?new=monitor',
    role: 'lead',
  },
  {
    name: 'Name a component',
    description: 'A part of the application that is told of by itself',
    to: '/components?new=component',
    role: 'lead',
  },
  {
    name: 'Plan a maintenance',
    description: 'For the next window that can be announced in time',
    to: '/maintenance?new=maintenance',
    role: 'agent',
  },
  {
    name: 'Enter a customer',
    description: 'With its plan, units and dates',
    to: '/customers?new=customer',
    role: 'lead',
  },
  {
    name: 'Enter customers from a CSV file',
    description: 'With a preview; all of it or nothing',
    to: '/customers?new=import',
    role: 'lead',
  },
  {
    name: 'Invite somebody',
    description: 'A link for a new person on staff',
    to: '/people?new=person',
    role: 'admin',
  },
  {
    name: 'Make an API key',
    description: 'For a program that reads or writes',
    to: '/people?new=key',
    role: 'admin',
  },
]
