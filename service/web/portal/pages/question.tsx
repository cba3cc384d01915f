import { Anchor, Button, Group, Radio, Stack, Textarea } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { Instant } from '../../console/parts/instant.tsx'
import { Answered, ProblemNote } from '../../console/parts/told.tsx'
import { ask, type Message, useKey, type WholeQuestion } from '../api.ts'
import { useEvery } from '../line.ts'
import { DueFigure } from '../parts/due.tsx'
import { FileLinks, FilesField, useFiles } from '../parts/files.tsx'
import { useKept } from '../parts/use-kept.ts'

export function Page() {
  const { id } = useParams({ strict: false }) as { id: string }
  const every = useEvery()
  const question = useQuery({
    queryKey: ['questions', id],
    queryFn: () => ask<WholeQuestion>('GET', `/tickets/${id}`),
    refetchInterval: every,
  })
  return <Answered query={question}>{(data) => <Shown question={data} />}</Answered>
}

const STATUS = {
  open: 'It is our turn.',
  waiting: 'We have answered; it is your turn.',
  closed: 'It is closed.',
}

function Shown({ question }: { question: WholeQuestion }) {
  const { id, number, subject, status, due } = question
  return (
    <>
      <title>{`${subject} · TractOps`}</title>
      <p className="soft">
        <Link to="/">Your questions</Link> · #{number} · {question.severity}, {question.severityName}
      </p>
      <h1>{subject}</h1>
      <DueFigure due={due} />
      <p className="standing">{STATUS[status]}</p>
      <ol className="plain-list messages" aria-label="Messages">
        {question.messages.map((one) => (
          <Written key={one.id} ticketId={id} message={one} />
        ))}
      </ol>
      {status === 'closed' ? <Rating question={question} /> : null}
      <Answer question={question} />
    </>
  )
}

function Written({ ticketId, message }: { ticketId: string; message: Message }) {
  const { author, authorName, at, html, text, attachments } = message
  return (
    <li className={author}>
      <p className="by">
        <strong>{authorName}</strong> {author === 'staff' ? <span className="soft">of our staff</span> : null}{' '}
        <span className="soft">
          <Instant at={at} />
        </span>
      </p>
      {html === null ? (
        <div className="before">{text}</div>
      ) : (
        // biome-ignore lint/security/noDangerouslySetInnerHtml: the service makes it of Markdown, without tags of its writer.
        <div className="prose" dangerouslySetInnerHTML={{ __html: html }} />
      )}
      <FileLinks ticketId={ticketId} files={attachments} />
    </li>
  )
}

function useChange() {
  const queries = useQueryClient()
  return () => queries.invalidateQueries({ queryKey: ['questions'] })
}

function Answer({ question: { id, status } }: { question: WholeQuestion }) {
  const changed = useChange()
  const files = useFiles()
  const keyOf = useKey()
  const [text, setText] = useKept(id, '')
  const send = useMutation({
    mutationFn: () => {
      const body = { text, attachments: files.kept.map((one) => one.id) }
      return ask('POST', `/tickets/${id}/messages`, body, keyOf(body))
    },
    onSuccess: async () => {
      await changed()
      setText('')
      files.clear()
    },
  })
  const close = useMutation({
    mutationFn: () => ask('POST', `/tickets/${id}/close`),
    onSuccess: changed,
  })
  return (
    <form
      className="narrow section"
      onSubmit={(event) => {
        event.preventDefault()
        send.mutate()
      }}
    >
      <Stack>
        <Textarea
          label={status === 'closed' ? 'Something is left? Write, and it is open again' : 'Write more'}
          required
          autosize
          minRows={4}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <FilesField files={files} />
        {send.error === null ? null : <ProblemNote error={send.error} />}
        {close.error === null ? null : <ProblemNote error={close.error} />}
        <Group>
          <Button type="submit" loading={send.isPending} disabled={files.busy}>
            Send it
          </Button>
          {status === 'closed' ? null : (
            <Anchor component="button" type="button" disabled={send.isPending} onClick={() => close.mutate()}>
              This is done: close it
            </Anchor>
          )}
        </Group>
      </Stack>
    </form>
  )
}

const OPINIONS = ['1: bad', '2', '3: well enough', '4', '5: very good']

function Rating({ question: { id, rating } }: { question: WholeQuestion }) {
  const changed = useChange()
  const [chosen, setChosen] = useState(rating === null ? '' : String(rating))
  const [comment, setComment] = useState('')
  const rate = useMutation({
    mutationFn: () =>
      ask('PUT', `/tickets/${id}/rating`, { rating: Number(chosen), comment: comment.trim() || null }),
    onSuccess: changed,
  })
  return (
    <form
      className="narrow section"
      onSubmit={(event) => {
        event.preventDefault()
        rate.mutate()
      }}
    >
      <Stack>
        <Radio.Group label="How was it?" value={chosen} onChange={setChosen} required>
          <Group mt="xs">
            {OPINIONS.map((label, index) => (
              <Radio key={label} value={String(index + 1)} label={label} />
            ))}
          </Group>
        </Radio.Group>
        <Textarea
          label="Anything to say of it?"
          autosize
          value={comment}
          maxLength={2_000}
          onChange={(event) => setComment(event.currentTarget.value)}
        />
        {rate.error === null ? null : <ProblemNote error={rate.error} />}
        <Group>
          <Button type="submit" variant="default" loading={rate.isPending} disabled={chosen === ''}>
            Say so
          </Button>
          {rate.isSuccess ? <span role="status">Thank you. It is kept.</span> : null}
        </Group>
      </Stack>
    </form>
  )
}
