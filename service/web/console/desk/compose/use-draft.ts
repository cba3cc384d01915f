import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { ask } from '../../../api/ask.ts'
import type { Attachment, Draft } from '../../../api/desk.ts'

const PAUSE_MS = 700
const AGAIN_MS = 5_000
/** More than that no browser sends while a page is left. */
const LAST_CHARS = 30_000

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
    // What comes later is what was kept from here.
    if (before === undefined || read.current) return
    read.current = true
    if (before === null) return
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
  const saving = useRef<Promise<void>>(Promise.resolve())
  const keep = useCallback(
    (leaving = false) => {
      const send = async () => {
        const now = unsent.current
        if (now === null) return
        unsent.current = null
        try {
          await keepDraft(path, now, leaving)
          if (unsent.current === null) setKept('kept')
        } catch {
          unsent.current ??= now
          setKept('failed')
        }
      }
      // One after the other, so that an older text never stands over a newer one; a page that is left cannot wait.
      saving.current = leaving ? send() : saving.current.then(send)
    },
    [path],
  )
  useEffect(() => {
    if (draft === NOTHING || unsent.current === null) return
    const timer = setTimeout(() => keep(), kept === 'failed' ? AGAIN_MS : PAUSE_MS)
    return () => clearTimeout(timer)
  }, [draft, kept, keep])
  useEffect(() => {
    const flush = () => keep(true)
    addEventListener('pagehide', flush)
    return () => {
      removeEventListener('pagehide', flush)
      flush()
    }
  }, [keep])
  useEffect(() => {
    if (kept !== 'failed') return
    const stay = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', stay)
    return () => removeEventListener('beforeunload', stay)
  }, [kept])
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
    // What was on its way when the answer was sent is not to come back as a draft.
    void saving.current.then(() => (unsent.current === null ? ask('DELETE', path) : null)).catch(() => {})
  }, [queries, ticketId, path])
  return { draft, change, forget, kept }
}

/** What is kept; null where there is nothing. */
async function keptDraft(path: string): Promise<Drafted | null> {
  const { text, public: isPublic, files, changedAt } = await ask<Draft>('GET', path)
  return changedAt === null ? null : { text, public: isPublic, attachments: files }
}

async function keepDraft(path: string, { attachments, ...draft }: Drafted, leaving: boolean): Promise<void> {
  if (draft.text === '' && attachments.length === 0) await ask('DELETE', path)
  else
    await ask(
      'PUT',
      path,
      { ...draft, attachments: attachments.map(({ id }) => id) },
      { keepalive: leaving && draft.text.length < LAST_CHARS },
    )
}
