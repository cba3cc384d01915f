import { Button, Group } from '@mantine/core'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Suspense, useEffect, useMemo, useRef, useState } from 'react'
import { useAct } from '../desk/act.ts'
import { type Bulk, BulkBar } from '../desk/queue/bulk-bar.tsx'
import { Filters } from '../desk/queue/filters.tsx'
import { keepQueue } from '../desk/queue/neighbours.ts'
import { narrowed, type Question } from '../desk/queue/question.ts'
import { TicketLine } from '../desk/queue/ticket-line.tsx'
import { useCursor } from '../desk/queue/use-cursor.ts'
import { type Line, useLines, useViews } from '../desk/queue/use-queue.ts'
import { ViewsBar } from '../desk/queue/views-bar.tsx'
import { useMay } from '../entry/use-me.ts'
import { lazily } from '../parts/lazily.ts'
import { Answered, Empty, ProblemNote } from '../parts/told.tsx'
import { type Key, useKeys } from '../shell/keys.ts'

const NONE: Line[] = []

const BulkForm = lazily(async () => (await import('../desk/queue/bulk-form.tsx')).BulkForm)
const KeepView = lazily(async () => (await import('../desk/queue/keep-view.tsx')).KeepView)
const NewTicket = lazily(async () => (await import('../desk/forms/new-ticket.tsx')).NewTicket)

/** The queue: what breaches next stands first. */
export function Page() {
  const question = useSearch({ strict: false }) as Question & { new?: string }
  const navigate = useNavigate()
  const mayWrite = useMay('agent')
  const { standard, views } = useViews()
  const key = question.view ?? 'unanswered'
  const view = views.find((one) => one.key === key) ?? null
  const { query, searching, filter } = useLines(question, view)
  const lines = query.data?.lines ?? NONE
  const ids = useMemo(() => lines.map(({ ticket }) => ticket.id), [lines])
  useEffect(() => {
    const { new: _, ...kept } = question
    if (ids.length > 0) keepQueue(ids, kept)
  }, [ids, question])
  const { hasNextPage, fetchNextPage } = query
  const cursor = useCursor(ids, () => {
    if (hasNextPage) void fetchNextPage()
  })
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const [form, setForm] = useState<{ form: Bulk; ids: string[] } | null>(null)
  const search = useRef<HTMLInputElement>(null)
  const ask = (more: Partial<Question>) =>
    void navigate({ to: '/tickets', search: withoutBlank({ ...question, ...more }), replace: true })
  const here = ids.filter((id) => selected.has(id))
  const aimed = () =>
    (here.length > 0 ? here : [cursor.current()].filter((id) => id !== null && ids.includes(id))) as string[]
  const targets = lines.filter(({ ticket }) => form?.ids.includes(ticket.id)).map(({ ticket }) => ticket)
  const act = useAct([], () => setSelected(new Set()))
  const begin = (which: Bulk) => {
    const those = aimed()
    if (those.length > 0) setForm({ form: which, ids: those })
  }
  const close = () => {
    const those = aimed()
    const aims = lines.filter(({ ticket }) => those.includes(ticket.id)).map(({ ticket }) => ticket)
    if (aims.length > 0) act.mutate({ action: 'close', targets: aims })
  }
  const toggle = (id: string, on = !selected.has(id)) => {
    const next = new Set(selected)
    if (on) next.add(id)
    else next.delete(id)
    setSelected(next)
  }
  const done = () => {
    setForm(null)
    setSelected(new Set())
  }
  const keys: Key[] = [
    { keys: 'j', does: 'The next ticket', run: () => cursor.move(1) },
    { keys: 'k', does: 'The ticket before', run: () => cursor.move(-1) },
    { keys: 'Enter o', does: 'Open it', run: () => open(cursor.current()) },
    { keys: '/', does: 'Search tickets', run: () => search.current?.focus() },
    ...(mayWrite
      ? ([
          {
            keys: 'x',
            does: 'Select it, or not',
            run: () => cursor.current() !== null && toggle(cursor.current()!),
          },
          { keys: 'X', does: 'Select all that are shown', run: () => setSelected(new Set(ids)) },
          { keys: 'a', does: 'Give to somebody', run: () => begin('assign') },
          { keys: 's', does: 'Say how severe', run: () => begin('severity') },
          { keys: 't', does: 'Tag', run: () => begin('tags') },
          { keys: 'z', does: 'Put aside for a while', run: () => begin('snooze') },
          { keys: 'm', does: 'Merge into another ticket', run: () => begin('merge') },
          { keys: 'p', does: 'Close as spam', run: () => begin('spam') },
          { keys: 'e', does: 'Close', run: close },
        ] satisfies Key[])
      : []),
    ...(here.length === 0
      ? []
      : [{ keys: 'Escape', does: 'Select none', run: () => setSelected(new Set()) }]),
  ]
  const open = (id: string | null) => {
    if (id !== null) void navigate({ to: '/tickets/$id', params: { id } })
  }
  useKeys(keys)
  const isNarrowed = Object.keys(narrowed(question)).length > 0
  return (
    <>
      <title>Queue · TractOps</title>
      <header>
        <h1>{searching ? 'Search' : (view?.name ?? 'Queue')}</h1>
        <Group gap="xs">
          {mayWrite && (isNarrowed || view?.saved !== undefined) ? (
            <Suspense>
              <KeepView view={view} filter={filter} />
            </Suspense>
          ) : null}
          {mayWrite ? (
            <Button
              data-shortcut="c"
              onClick={() => void navigate({ to: '/tickets', search: { ...question, new: 'ticket' } })}
            >
              Enter a ticket
            </Button>
          ) : null}
        </Group>
      </header>
      <ViewsBar views={views} current={key} question={question} />
      <Filters question={question} search={search} onChange={ask} onDown={() => cursor.move(1)} />
      {act.error === null ? null : <ProblemNote error={act.error} />}
      {standard.error === null ? null : <ProblemNote error={standard.error} />}
      <Answered query={query}>
        {({ lines: rows, bounded }) =>
          rows.length === 0 ? (
            <Empty>
              {searching
                ? 'Nothing was found. Search looks at every message, subject, name and number.'
                : isNarrowed
                  ? 'Nothing here, with what narrows it.'
                  : key === 'unanswered'
                    ? 'Nobody waits for a first response. New questions appear here by themselves.'
                    : 'Nothing here.'}{' '}
              {isNarrowed ? (
                <Link to="/tickets" search={{ view: key }}>
                  Show all of the view
                </Link>
              ) : null}
            </Empty>
          ) : (
            <>
              {bounded ? (
                <p className="soft">More match than were looked through: these are of the newest.</p>
              ) : null}
              <ul className="plain-list ticket-lines">
                {rows.map((line) => (
                  <TicketLine
                    key={line.ticket.id}
                    line={line}
                    selected={selected.has(line.ticket.id)}
                    onSelect={mayWrite ? (on) => toggle(line.ticket.id, on) : null}
                    onFocus={() => cursor.took(line.ticket.id)}
                  />
                ))}
              </ul>
            </>
          )
        }
      </Answered>
      {hasNextPage ? (
        <Button
          variant="default"
          size="xs"
          mt="md"
          loading={query.isFetchingNextPage}
          onClick={() => void fetchNextPage()}
        >
          Show more
        </Button>
      ) : null}
      <BulkBar
        count={here.length}
        onForm={begin}
        onClose={close}
        onAll={here.length < ids.length ? () => setSelected(new Set(ids)) : null}
        onClear={() => setSelected(new Set())}
      />
      <Suspense>
        {form === null ? null : <BulkForm form={form.form} targets={targets} onClose={done} />}
        {mayWrite && question.new === 'ticket' ? (
          <NewTicket
            onClose={() =>
              void navigate({ to: '/tickets', search: withoutBlank({ ...question, new: undefined }) })
            }
          />
        ) : null}
      </Suspense>
    </>
  )
}

const withoutBlank = (question: Record<string, unknown>): Question =>
  Object.fromEntries(
    Object.entries(question).filter(([, value]) => value !== undefined && value !== ''),
  ) as Question
