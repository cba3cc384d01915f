import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ask } from '../../api/ask.ts'
import type { CheckResult, Monitor } from '../../api/monitoring.ts'
import { useMay } from '../entry/use-me.ts'
import { StateMark } from '../parts/state-mark.tsx'
import { ProblemNote } from '../parts/told.tsx'

/** One check, at once; it is recorded like any other, and says what it found. */
export function RunNow({ monitor }: { monitor: Monitor }) {
  const may = useMay('agent')
  const queries = useQueryClient()
  const run = useMutation({
    mutationFn: () => ask<CheckResult>('POST', `/api/v1/monitors/${monitor.key}/run`),
    onSettled: () => queries.invalidateQueries({ queryKey: ['measured'] }),
  })
  if (!may || monitor.kind === 'heartbeat') return null
  return (
    <>
      <Button variant="default" loading={run.isPending} onClick={() => run.mutate()}>
        Run now
      </Button>
      {run.error === null ? null : <ProblemNote error={run.error} />}
      <span role="status">
        {run.data === undefined ? null : (
          <>
            <StateMark state={run.data.state} />
            {run.data.reason === null ? '' : `: ${run.data.reason}`}, in {run.data.latencyMs} ms
            {run.data.tlsDaysLeft === null ? '' : `, ${run.data.tlsDaysLeft} days left on the certificate`}
          </>
        )}
      </span>
    </>
  )
}
