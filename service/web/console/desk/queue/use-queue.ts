import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { ask, type Page, withQuery } from '../../../api/ask.ts'
import type { Found, FoundPage, SavedView, StandardView, TicketRow } from '../../../api/desk.ts'
import { asQuery, narrowed, type Question } from './question.ts'

export type Line = { ticket: TicketRow; found: Found | null }

/** Closed tickets are no work, so the service does not count them; they are looked at all the same. */
const CLOSED = { key: 'closed', name: 'Closed', count: null, filter: { status: 'closed', order: 'updated' } }
const ALL = { key: 'all', name: 'All', count: null, filter: { order: 'updated' } }

export type View = Omit<StandardView, 'count'> & { count: number | null; saved?: SavedView }

/** The views that everybody has, with how many tickets each shows, and those that were kept. */
export function useViews() {
  const standard = useQuery({
    queryKey: ['desk', 'counts'],
    queryFn: () => ask<{ views: StandardView[] }>('GET', '/api/v1/tickets/counts'),
    refetchInterval: 60_000,
  })
  const saved = useQuery({
    queryKey: ['desk', 'views'],
    queryFn: () => ask<Page<SavedView>>('GET', '/api/v1/views'),
  })
  const views: View[] = [
    ...(standard.data?.views ?? []),
    CLOSED,
    ALL,
    ...(saved.data?.items ?? []).map((view) => ({
      key: view.id,
      name: view.name,
      count: null,
      filter: view.filter,
      saved: view,
    })),
  ]
  return { standard, views }
}

/** The lines of the queue, or what search finds, page by page; `null` while it is not known which view is meant. */
export function useLines(question: Question, view: View | null) {
  const { q } = question
  const searching = q !== undefined && q.trim() !== ''
  const filter = searching ? narrowed(question) : { ...view?.filter, ...narrowed(question) }
  const query = useInfiniteQuery({
    queryKey: ['desk', 'queue', searching ? q : null, filter],
    queryFn: async ({ pageParam }): Promise<{ lines: Line[]; next: string | null; bounded: boolean }> => {
      const more = { ...asQuery(filter), cursor: pageParam }
      if (searching) {
        const { items, next, bounded } = await ask<FoundPage>(
          'GET',
          withQuery('/api/v1/tickets/search', { ...more, q }),
        )
        return { lines: items.map((found) => ({ ticket: found.ticket, found })), next, bounded }
      }
      const { items, next } = await ask<Page<TicketRow>>('GET', withQuery('/api/v1/tickets', more))
      return { lines: items.map((ticket) => ({ ticket, found: null })), next, bounded: false }
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    enabled: searching || view !== null,
    // While one types on, what was found before stays; and the place is kept for as long as a long answer takes.
    ...(searching ? { placeholderData: keepPreviousData } : {}),
    gcTime: 60 * 60_000,
    select: ({ pages }) => ({
      lines: pages.flatMap(({ lines }) => lines),
      bounded: pages.some(({ bounded }) => bounded),
    }),
  })
  return { query, searching, filter }
}
