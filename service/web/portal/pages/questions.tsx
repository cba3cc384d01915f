import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type Page as Some, withQuery } from '../../api/ask.ts'
import { Instant } from '../../console/parts/instant.tsx'
import { Answered, Empty } from '../../console/parts/told.tsx'
import { ask, type Question } from '../api.ts'
import { useEvery } from '../line.ts'
import { DueLine } from '../parts/due.tsx'
import { MonthLine } from '../parts/month-line.tsx'

export function Page() {
  const every = useEvery()
  const questions = useInfiniteQuery({
    queryKey: ['questions'],
    queryFn: ({ pageParam }) => ask<Some<Question>>('GET', withQuery('/tickets', { cursor: pageParam })),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    select: ({ pages }) => pages.flatMap(({ items }) => items),
    refetchInterval: every,
  })
  return (
    <>
      <title>Your questions · TractOps</title>
      <header className="page-head">
        <h1>Your questions</h1>
        <Button component={Link} to="/ask">
          Ask something
        </Button>
      </header>
      <Answered query={questions}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty>
              You have asked nothing yet. Ask here, and you see at once when an answer is due; what you mail
              to us stands here as well.
            </Empty>
          ) : (
            <ul className="plain-list rows questions">
              {rows.map((one) => (
                <li key={one.id}>
                  <Link to="/tickets/$id" params={{ id: one.id }}>
                    {one.subject}
                  </Link>
                  <span className="soft">
                    #{one.number}, asked <Instant at={one.receivedAt} />
                    {one.status === 'closed' ? ', closed' : one.status === 'waiting' ? ', waits for you' : ''}
                  </span>
                  <DueLine due={one.due} />
                </li>
              ))}
            </ul>
          )
        }
      </Answered>
      {questions.hasNextPage ? (
        <Button
          variant="default"
          mt="md"
          loading={questions.isFetchingNextPage}
          onClick={() => void questions.fetchNextPage()}
        >
          Show more
        </Button>
      ) : null}
      <MonthLine />
    </>
  )
}
