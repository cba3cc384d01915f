import { type QueryClient, type QueryFilters, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'

/**
 * Hears what has changed and asks anew for what is shown of it: the first part of each query's key is a topic, such as
 * `incidents`; what comes due and the audit trail follow from any. Whenever the line opens, the first time too, what is there
 * already is asked for again, as nobody knows what was missed.
 */
export function useLive(): void {
  const queries = useQueryClient()
  useEffect(() => {
    const events = new EventSource('/api/v1/events')
    events.onmessage = ({ data }) => {
      askAnew(queries, data === '*' ? {} : { queryKey: [data] })
      for (const following of ['due', 'audit']) askAnew(queries, { queryKey: [following] })
    }
    events.onopen = () => askAnew(queries, {})
    return () => events.close()
  }, [queries])
}

/** Asks again for what is there, and for what is under way once it has come: it may have been read before the change. */
function askAnew(queries: QueryClient, filters: QueryFilters): void {
  const again = (queryKey: readonly unknown[]) => void queries.invalidateQueries({ queryKey, exact: true })
  for (const { queryKey, state, promise } of queries.getQueryCache().findAll(filters)) {
    if (state.data !== undefined || state.fetchStatus === 'idle') again(queryKey)
    else
      promise?.then(
        () => again(queryKey),
        () => {},
      )
  }
}
