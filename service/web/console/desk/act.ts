import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ask } from '../../api/ask.ts'
import { Problem, problemOf } from '../../api/problem.ts'

/** One of the tickets that something is done with. */
export type Target = { id: string; number: number; subject: string }

/** What is done: a change of its fields, a merge into another, or what the route of that name below a ticket does. */
export type Doing = { action: string; body?: Record<string, unknown> }

/**
 * Does one thing with one ticket or with many, one after the other; `done` counts them. Of many, those that refuse are named with their
 * reason, as an error; the others are done all the same.
 */
export function useAct(targets: readonly Target[], onDone: () => void) {
  const queries = useQueryClient()
  const [done, setDone] = useState(0)
  const act = useMutation({
    mutationFn: async (doing: Doing & { targets?: readonly Target[] }) => {
      const those = doing.targets ?? targets
      setDone(0)
      if (those.length === 1) return send(those[0]!, doing)
      const refused: string[] = []
      for (const target of those) {
        await send(target, doing).catch((error) => {
          refused.push(`#${target.number}: ${problemOf(error).message}`)
        })
        setDone((was) => was + 1)
      }
      if (refused.length > 0) throw refusalOf(refused, those.length)
    },
    onSuccess: onDone,
    onSettled: () => queries.invalidateQueries({ queryKey: ['desk'] }),
  })
  return { ...act, done }
}

function send({ id }: Target, { action, body = {} }: Doing): Promise<unknown> {
  if (action === 'change') return ask('PATCH', `/api/v1/tickets/${id}`, body)
  if (action === 'merge') return ask('POST', `/api/v1/tickets/${String(body.into)}/merge`, { other: id })
  return ask('POST', `/api/v1/tickets/${id}/${action}`, body)
}

function refusalOf(refused: string[], of: number): Problem {
  const done = of - refused.length
  return new Problem(409, {
    code: 'some_refused',
    detail: `${done === 0 ? 'None' : done} of ${of} ${done === 1 ? 'is' : 'are'} done. ${refused.join(' ')}`,
  })
}
