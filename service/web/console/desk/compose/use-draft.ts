import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { ask } from '../../../api/ask.ts'
import type { Attachment, Draft } from '../../../api/desk.ts'

const PAUSE_MS = 700

export type Drafted = { text: string; public: boolean; attachments: Attachment[] }
const NOTHING: Drafted = { text: '', public: true, attachments: [] }

/**
 * What somebody has begun to write in a ticket: kept by the service a moment after each stroke and when the page is left, so that
 * it is there after a reload and on another device. `kept` says how that stands.
 */
export function useDraft(ticketId: string, { enabled }: { enabled: boolean }) {
  const path = `/api/v1/tickets/${ticketId}/draft`
  const queries = useQueryClient()
  const [draft, setDraft] = useState<Drafted>(NOTHING)
  const [kept, setKept] = useState<'kept' | 'keeping' | 'failed' | null>(null)
  const unsent = useRef<Drafted | null>(null)
  const begun = useRef(false)
  const read = useRef(false)
  const there = useQuery({
    queryKey: ['draft', ticketId],
    queryFn: () => keptDraft(path),
    gcTime: 0,
    staleTime: 0,
    refetchOnWindowFocus: false,
    enabled,
  })
  useEffect(() => {
    const before = there.data
    if (before === undefined || before === null || read.current) return
    read.current = true
    if (!begun.current) {
      setDraft(before)
      setKept('kept')
      return
    }
    // Somebody wrote on before it had come: both are kept.
    setDraft((was) => {
      const both = {
        ...was,
        text: [before.text, was.text].filter(Boolean).join('\n\n'),
        attachments: [...before.attachments, ...was.attachments],
      }
      unsent.current = both
      return both
    })
  }, [there.data])
  const keep = useCallback(async () => {
    const now = unsent.current
    if (now === null) return
    unsent.current = null
    try {
      if (now.text === '' && now.attachments.length === 0) await ask('DELETE', path)
      else
        await ask(
          'PUT',
          path,
          { ...now, attachments: now.attachments.map(({ id }) => id) },
          { keepalive: true },
        )
      if (unsent.current === null) setKept('kept')
    } catch {
      unsent.current ??= now
      setKept('failed')
    }
  }, [path])
  useEffect(() => {
    if (draft === NOTHING || unsent.current === null) return
    const timer = setTimeout(() => void keep(), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [draft, keep])
  useEffect(() => {
    const flush = () => void keep()
    addEventListener('pagehide', flush)
    return () => {
      removeEventListener('pagehide', flush)
      flush()
    }
  }, [keep])
  const change = useCallback((more: Partial<Drafted> | ((was: Drafted) => Drafted)) => {
    begun.current = true
    setDraft((was) => {
      const now = typeof more === 'function' ? more(was) : { ...was, ...more }
      unsent.current = now
      return now
    })
    setKept('keeping')
  }, [])
  const forget = useCallback(() => {
    unsent.current = null
    setDraft(NOTHING)
    setKept(null)
    queries.setQueryData(['draft', ticketId], null)
  }, [queries, ticketId])
  return { draft, change, forget, kept }
}

/** What is kept; null where there is nothing. */
async function keptDraft(path: string): Promise<Drafted | null> {
  const { text, public: isPublic, files, changedAt } = await ask<Draft>('GET', path)
  return changedAt === null ? null : { text, public: isPublic, attachments: files }
}
