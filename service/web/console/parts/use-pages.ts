import { useInfiniteQuery } from '@tanstack/react-query'
import { ask, type Page, withQuery } from '../../api/ask.ts'

/** A list of the API, page by page; `topic` is the room whose changes make it be asked for again, and every `everyMs` where given. */
export function usePages<T>(
  topic: string,
  path: string,
  query: Record<string, string | null | undefined> = {},
  { everyMs }: { everyMs?: number } = {},
) {
  return useInfiniteQuery({
    queryKey: [topic, path, query],
    queryFn: ({ pageParam }) => ask<Page<T>>('GET', withQuery(path, { ...query, cursor: pageParam })),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    refetchInterval: everyMs ?? false,
    select: ({ pages }) => pages.flatMap(({ items }) => items),
  })
}
