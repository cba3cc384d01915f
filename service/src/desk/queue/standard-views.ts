import type { ViewCounts } from './count-views.ts'
import type { Question } from './filter.ts'

/** The views that everybody has, in order; the same names as their counts. */
export const STANDARD_VIEWS: { key: keyof ViewCounts; name: string; filter: Question }[] = [
  { key: 'unanswered', name: 'To answer', filter: { status: 'open,waiting', answered: 'no', snoozed: 'no' } },
  { key: 'mine', name: 'Mine', filter: { status: 'open', assignee: 'me', snoozed: 'no' } },
  { key: 'unassigned', name: 'Nobody’s', filter: { status: 'open', assignee: 'none', snoozed: 'no' } },
  { key: 'urgent', name: 'P1', filter: { status: 'open,waiting', severity: 'P1' } },
  { key: 'breached', name: 'Late', filter: { status: 'open,waiting', answered: 'no', response: 'breached' } },
  { key: 'open', name: 'Our turn', filter: { status: 'open', snoozed: 'no' } },
  { key: 'waiting', name: 'Their turn', filter: { status: 'waiting', snoozed: 'no' } },
  { key: 'snoozed', name: 'Put aside', filter: { status: 'open,waiting', snoozed: 'only' } },
]
