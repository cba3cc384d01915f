import { useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { ask } from '../../api/ask.ts'
import type { Present } from '../../api/desk.ts'

const EVERY_MS = 10_000
const TYPED_MS = 5_000

/** Says that this reader looks at a ticket or types in it, and hears who else does. */
export function usePresence(
  ticketId: string,
  { enabled }: { enabled: boolean },
): { others: Present[]; onTyping: () => void } {
  const path = `/api/v1/tickets/${ticketId}/presence`
  const [typing, setTyping] = useState(false)
  const still = useRef<ReturnType<typeof setTimeout>>(undefined)
  const present = useQuery({
    queryKey: ['desk-presence', ticketId],
    queryFn: () => ask<{ others: Present[] }>('PUT', path, { typing }),
    refetchInterval: EVERY_MS,
    gcTime: 0,
    enabled,
  })
  const { refetch } = present
  // biome-ignore lint/correctness/useExhaustiveDependencies: told anew when it changes.
  useEffect(() => {
    if (enabled) void refetch()
  }, [typing, refetch, enabled])
  useEffect(() => {
    if (!enabled) return
    const leave = () => void ask('DELETE', path, undefined, { keepalive: true }).catch(() => {})
    addEventListener('pagehide', leave)
    return () => {
      clearTimeout(still.current)
      removeEventListener('pagehide', leave)
      leave()
    }
  }, [path, enabled])
  const onTyping = useCallback(() => {
    setTyping(true)
    clearTimeout(still.current)
    still.current = setTimeout(() => setTyping(false), TYPED_MS)
  }, [])
  return { others: present.data?.others ?? [], onTyping }
}
