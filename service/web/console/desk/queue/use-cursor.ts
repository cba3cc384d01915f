import { useCallback, useEffect, useRef } from 'react'
import { keepPlace, placeKept } from './neighbours.ts'

const lineOf = (id: string) => document.querySelector<HTMLElement>(`[data-ticket="${CSS.escape(id)}"]`)
const focusLine = (id: string) => lineOf(id)?.querySelector<HTMLElement>('a')?.focus()

/** The line that has the focus is the one that keys act on: moved by j and k, kept where it leaves the list, found again on return. */
export function useCursor(ids: readonly string[], onEnd: () => void) {
  const at = useRef<{ id: string; index: number } | null>(null)
  const returned = useRef(false)
  useEffect(() => {
    if (ids.length === 0) return
    if (!returned.current) {
      returned.current = true
      const kept = placeKept()
      if (kept !== null && ids.includes(kept) && document.activeElement === document.body) focusLine(kept)
      return
    }
    const { current } = at
    if (current === null || document.activeElement !== document.body || ids.includes(current.id)) return
    focusLine(ids[Math.min(current.index, ids.length - 1)]!)
  }, [ids])
  const took = useCallback(
    (id: string) => {
      at.current = { id, index: ids.indexOf(id) }
      keepPlace(id)
    },
    [ids],
  )
  const move = useCallback(
    (by: 1 | -1) => {
      const focused = document.activeElement?.closest<HTMLElement>('[data-ticket]')?.dataset.ticket
      const from = focused ?? at.current?.id ?? placeKept()
      const index = from === null || from === undefined ? -1 : ids.indexOf(from)
      const to = focused === undefined && index >= 0 ? index : index + by
      if (to >= ids.length) onEnd()
      else if (to >= 0) focusLine(ids[to]!)
    },
    [ids, onEnd],
  )
  const current = useCallback((): string | null => {
    const focused = document.activeElement?.closest<HTMLElement>('[data-ticket]')?.dataset.ticket
    return focused ?? at.current?.id ?? null
  }, [])
  return { took, move, current }
}
