import { Button, Loader } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { problemOf } from '../../api/problem.ts'

/** A refusal as the service said it, and the id to name when asking about it. */
export function ProblemNote({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const problem = problemOf(error)
  return (
    <div className="problem" role="alert">
      <p>{problem.message}</p>
      {problem.requestId === null ? null : <small>Request {problem.requestId}</small>}
      {onRetry === undefined ? null : (
        <Button variant="default" size="xs" mt="xs" onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  )
}

/** What stands where there is nothing yet: what to do first. */
export function Empty({ children }: { children: ReactNode }) {
  return <div className="empty">{children}</div>
}

/** What a query answered, once it has: while it is asked a sign of work, where it failed the reason and what to do. */
export function Answered<T>({
  query,
  children,
}: {
  query: UseQueryResult<T>
  children: (data: T) => ReactNode
}) {
  if (query.data !== undefined)
    return (
      <>
        {query.error === null ? null : <ProblemNote error={query.error} />}
        {children(query.data)}
      </>
    )
  if (query.error !== null) return <ProblemNote error={query.error} onRetry={() => void query.refetch()} />
  return (
    <p role="status">
      <Loader size="xs" mr="xs" aria-hidden="true" />
      Reading …
    </p>
  )
}
