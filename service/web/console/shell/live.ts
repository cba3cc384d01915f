import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'

/**
 * Hears what has changed and asks anew for what is shown of it: the first part of each query's key is a topic, such as
 * `incidents`; what comes due and the audit trail follow from any. After the line was cut everything is asked for again, as nobody knows what was missed.
 */
export function useLive(): void {
  const queries = useQueryClient()
  useEffect(() => {
    const events = new EventSource('/api/v1/events')
    let cut = false
    events.onmessage = ({ data }) => {
      void queries.invalidateQueries(data === '*' ? {} : { queryKey: [data] })
      for (const following of ['due', 'audit']) void queries.invalidateQueries({ queryKey: [following] })
    }
    events.onerror = () => {
      cut = true
    }
    events.onopen = () => {
      if (cut) void queries.invalidateQueries()
      cut = false
    }
    return () => events.close()
  }, [queries])
}
