import { type QueryClient, type QueryFilters, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'

/** So long a topic is not heard again: at a busy desk the pages would do nothing but ask. */
const PAUSE_MS = 1_000
/** As the line opens for the first time the page is still being made: what it shows is asked for again a moment later. */
const FIRST_MS = 1_000

/**
 * Hears what has changed and asks anew for what is shown of it: the first part of each query's key is a topic, such as
 * `incidents`; what comes due, what is wrong and the audit trail follow from any. Whenever the line opens, the first time too, what is there
 * already is asked for again, as nobody knows what was missed.
 */
export function useLive(): void {
  const queries = useQueryClient()
  useEffect(() => {
    const events = new EventSource('/api/v1/events')
    const pausing = new Map<string, { timer: ReturnType<typeof setTimeout>; again: boolean }>()
    const hear = (topic: string): void => {
      const pause = pausing.get(topic)
      if (pause !== undefined) {
        pause.again = true
        return
      }
      const timer = setTimeout(() => {
        const { again } = pausing.get(topic)!
        pausing.delete(topic)
        if (again) hear(topic)
      }, PAUSE_MS)
      pausing.set(topic, { timer, again: false })
      askAnew(queries, topic === '*' ? {} : { queryKey: [topic] })
      for (const following of ['due', 'troubles', 'audit']) askAnew(queries, { queryKey: [following] })
    }
    events.onmessage = ({ data }) => hear(data)
    let first: ReturnType<typeof setTimeout> | undefined
    events.onopen = () => {
      if (first === undefined) first = setTimeout(() => askAnew(queries, {}), FIRST_MS)
      else askAnew(queries, {})
    }
    return () => {
      events.close()
      clearTimeout(first)
      for (const { timer } of pausing.values()) clearTimeout(timer)
    }
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
