import type { Filter } from '../../../api/desk.ts'

/** What the address of the queue says: a view, and what narrows it. */
export type Question = {
  view?: string
  q?: string
  severity?: string
  assignee?: string
  team?: string
  tag?: string
  channel?: string
  requester?: string
  customer?: string
}

const NARROWING = ['severity', 'assignee', 'team', 'tag', 'channel', 'requester', 'customer'] as const

/** The part of an address that narrows, as the API takes it. */
export function narrowed(question: Question): Filter {
  return Object.fromEntries(
    NARROWING.flatMap((name) => {
      const value = question[name]
      return value === undefined || value === '' ? [] : [[name, String(value)]]
    }),
  )
}

/** A filter as the query of an address: lists with commas. */
export const asQuery = (filter: Filter): Record<string, string> =>
  Object.fromEntries(Object.entries(filter).map(([name, value]) => [name, String(value)]))
