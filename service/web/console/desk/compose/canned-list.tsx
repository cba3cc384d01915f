import { useMutation, useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, useId, useState } from 'react'
import { ask } from '../../../api/ask.ts'
import type { CannedReply } from '../../../api/desk.ts'
import { ProblemNote } from '../../parts/told.tsx'

const MOST = 8

export const useCannedReplies = () =>
  useQuery({
    queryKey: ['desk', 'canned'],
    queryFn: () => ask<{ items: CannedReply[] }>('GET', '/api/v1/canned-replies'),
  })

/** A semicolon at the beginning of a word, and what follows it up to the caret: where a canned reply is asked for. */
export function askedAt(text: string, caret: number): { from: number; words: string } | null {
  const found = /(?:^|\s);(\S[^;\n]{0,60})?$/.exec(text.slice(0, caret))
  if (found === null) return null
  return { from: found.index + found[0].indexOf(';'), words: found[1] ?? '' }
}

type Asking = {
  ticketId: string
  text: string
  caret: number
  onPick: (text: string, from: number, to: number) => void
}

/** The canned replies that what is typed after a semicolon may mean: arrows choose, Enter or Tab puts one in, Escape leaves it. */
export function useCanned({ ticketId, text, caret, onPick }: Asking) {
  const id = useId()
  const asked = askedAt(text, caret)
  const replies = useCannedReplies()
  const [left, setLeft] = useState<number | null>(null)
  const [at, setAt] = useState(0)
  const fill = useMutation({
    mutationFn: (one: CannedReply) =>
      ask<{ text: string }>('GET', `/api/v1/canned-replies/${one.id}/filled?ticket=${ticketId}`),
    onSuccess: (filled) => {
      if (asked !== null) onPick(filled.text, asked.from, caret)
    },
  })
  const words = asked?.words.toLowerCase().split(/\s+/) ?? []
  const meant = (replies.data?.items ?? []).filter(({ title }) =>
    words.every((word) => title.toLowerCase().includes(word)),
  )
  const shown = asked === null || asked.from === left ? [] : meant.slice(0, MOST)
  const chosen = shown[Math.min(at, shown.length - 1)]
  const press = (event: KeyboardEvent): boolean => {
    if (chosen === undefined || event.ctrlKey || event.metaKey) return false
    const index = shown.indexOf(chosen)
    if (event.key === 'ArrowDown') setAt((index + 1) % shown.length)
    else if (event.key === 'ArrowUp') setAt((index + shown.length - 1) % shown.length)
    else if (event.key === 'Enter' || event.key === 'Tab') fill.mutate(chosen)
    else if (event.key === 'Escape') setLeft(asked!.from)
    else return false
    return true
  }
  const field =
    chosen === undefined
      ? {}
      : {
          'aria-autocomplete': 'list' as const,
          'aria-controls': id,
          'aria-activedescendant': `${id}-${chosen.id}`,
        }
  const list =
    shown.length === 0 ? (
      fill.error === null ? null : (
        <ProblemNote error={fill.error} />
      )
    ) : (
      <div className="canned">
        <p className="sr" role="status">
          {shown.length} canned {shown.length === 1 ? 'reply' : 'replies'}: arrows choose, Enter puts it in
        </p>
        <div role="listbox" id={id} aria-label="Canned replies">
          {shown.map((one) => (
            // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus and names the chosen one.
            // biome-ignore lint/a11y/useKeyWithClickEvents: keys are heard by the field.
            <div
              key={one.id}
              role="option"
              id={`${id}-${one.id}`}
              aria-selected={one === chosen}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => fill.mutate(one)}
            >
              {one.title} <span className="soft">{one.text.slice(0, 80)}</span>
            </div>
          ))}
        </div>
      </div>
    )
  return { press, field, list, none: replies.data?.items.length === 0 }
}
