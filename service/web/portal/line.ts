import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'

/** How often what is on the page is asked for again while no line is open; and while one is, so that the time that is left stays true. */
const ASKING_MS = 15_000
const HEARING_MS = 60_000
/** After a line was refused: there are others of this reader's, or the service has enough. */
const PAUSE_MS = 60_000

let isHearing = false
const listeners = new Set<() => void>()
function say(hearing: boolean): void {
  isHearing = hearing
  for (const tell of listeners) tell()
}
const subscribe = (tell: () => void) => {
  listeners.add(tell)
  return () => listeners.delete(tell)
}

/** For `refetchInterval`: seldom while changes are heard, else often. */
export const useEvery = (): number =>
  useSyncExternalStore(subscribe, () => isHearing) ? HEARING_MS : ASKING_MS

/**
 * Hears over server-sent events which questions have changed, and asks anew for what is shown of them. Only a page that is looked at
 * holds a line: a browser has few connections to spare. Where none can be had the pages ask by themselves.
 */
export function useLine(): void {
  const queries = useQueryClient()
  useEffect(() => {
    let events: EventSource | null = null
    let timer: ReturnType<typeof setTimeout> | undefined
    const again = () => void queries.invalidateQueries({ queryKey: ['questions'] })
    const close = () => {
      clearTimeout(timer)
      events?.close()
      events = null
      say(false)
    }
    const open = () => {
      close()
      if (document.visibilityState === 'hidden') return
      events = new EventSource('/portal/api/events')
      events.onopen = () => {
        say(true)
        again()
      }
      events.onmessage = again
      events.onerror = () => {
        say(false)
        // One that was cut opens again by itself; one that was refused does not.
        if (events?.readyState === EventSource.CLOSED) timer = setTimeout(open, PAUSE_MS)
      }
    }
    open()
    document.addEventListener('visibilitychange', open)
    return () => {
      document.removeEventListener('visibilitychange', open)
      close()
    }
  }, [queries])
}
