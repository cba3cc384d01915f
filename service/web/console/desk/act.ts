import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ask } from '../../api/ask.ts'
import { Problem, problemOf } from '../../api/problem.ts'

/** One of the tickets that something is done with. */
export type Target = { id: string; number: number; subject: string }

/** What is done: a change of its fields, a merge into another, or what the route of that name below a ticket does. */
export type Doing = { action: string; body?: Record<string, unknown> }

/** What the service does to many in one request; a part of them at a time, so that one sees it go on. */
const BULK: Record<string, string> = {
  assign: 'assign',
  tags: 'tag',
  classify: 'classify',
  snooze: 'snooze',
  close: 'close',
  reopen: 'reopen',
  spam: 'spam',
}
const PART = 25

type Refused = { id: string; message: string }

/**
 * Does one thing with one ticket or with many; `done` counts them. Of many, those that refuse are named with their reason, as an error;
 * the others are done all the same.
 */
export function useAct(targets: readonly Target[], onDone: () => void) {
  const queries = useQueryClient()
  const [done, setDone] = useState(0)
  const act = useMutation({
    mutationFn: async (doing: Doing & { targets?: readonly Target[] }) => {
      const those = doing.targets ?? targets
      setDone(0)
      if (those.length === 1) return sendOne(those[0]!, doing)
      const refused: string[] = []
      for (let i = 0; i < those.length; i += PART) {
        const part = those.slice(i, i + PART)
        for (const { id, message } of await sendMany(part, doing))
          refused.push(`#${part.find((one) => one.id === id)?.number}: ${message}`)
        setDone(i + part.length)
      }
      if (refused.length > 0) throw refusalOf(refused, those.length)
    },
    onSuccess: onDone,
    onSettled: () => queries.invalidateQueries({ queryKey: ['desk'] }),
  })
  return { ...act, done }
}

function sendOne({ id }: Target, { action, body = {} }: Doing): Promise<unknown> {
  if (action === 'change') return ask('PATCH', `/api/v1/tickets/${id}`, body)
  if (action === 'merge') return ask('POST', `/api/v1/tickets/${String(body.into)}/merge`, { other: id })
  return ask('POST', `/api/v1/tickets/${id}/${action}`, body)
}

/** Those that refused. */
async function sendMany(targets: readonly Target[], { action, body }: Doing): Promise<Refused[]> {
  const kind = BULK[action]
  if (kind !== undefined) {
    const sent = { ids: targets.map(({ id }) => id), change: { do: kind, ...body } }
    return (await ask<{ refused: Refused[] }>('POST', '/api/v1/tickets/bulk', sent)).refused
  }
  const refused: Refused[] = []
  for (const target of targets)
    await sendOne(target, { action, ...(body === undefined ? {} : { body }) }).catch((error) => {
      refused.push({ id: target.id, message: problemOf(error).message })
    })
  return refused
}

function refusalOf(refused: string[], of: number): Problem {
  const done = of - refused.length
  return new Problem(409, {
    code: 'some_refused',
    detail: `${done === 0 ? 'None' : done} of ${of} ${done === 1 ? 'is' : 'are'} done. ${refused.join(' ')}`,
  })
}
