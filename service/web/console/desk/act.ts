import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ask } from '../../api/ask.ts'
import { Problem } from '../../api/problem.ts'

/** One of the tickets that something is done with. */
export type Target = { id: string; number: number; subject: string }

type BulkAnswer = { results: { id: string; done: boolean; because?: string }[] }

/**
 * Does one thing with one ticket or with many. Of many, those that refuse are named with their reason, as an error; the others are
 * done all the same.
 */
export function useAct(targets: readonly Target[], onDone: () => void) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async ({ action, body = {} }: { action: string; body?: Record<string, unknown> }) => {
      if (targets.length === 1) return ask('POST', `/api/v1/tickets/${targets[0]!.id}/${action}`, body)
      const { results } = await ask<BulkAnswer>('POST', '/api/v1/tickets/bulk', {
        ids: targets.map(({ id }) => id),
        action,
        ...body,
      })
      const refused = results.filter(({ done }) => !done)
      if (refused.length > 0) throw refusalOf(refused, targets)
      return results
    },
    onSuccess: onDone,
    onSettled: () => queries.invalidateQueries({ queryKey: ['desk'] }),
  })
}

function refusalOf(refused: BulkAnswer['results'], targets: readonly Target[]): Problem {
  const said = refused.map(({ id, because = 'refused' }) => {
    const target = targets.find((one) => one.id === id)
    return `#${target?.number ?? id}: ${because}`
  })
  const done = targets.length - refused.length
  return new Problem(409, {
    code: 'some_refused',
    detail: `${done === 0 ? 'None' : done === 1 ? 'One' : done} of ${targets.length} is done. ${said.join(' ')}`,
  })
}
