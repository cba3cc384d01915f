import { Button, Group } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { Suspense, useEffect, useRef, useState } from 'react'
import { ask } from '../../api/ask.ts'
import type { Ticket } from '../../api/desk.ts'
import { useAct } from '../desk/act.ts'
import { Composer } from '../desk/compose/composer.tsx'
import { useDraft } from '../desk/compose/use-draft.ts'
import { LeftInFull } from '../desk/left.tsx'
import { keepPlace, neighboursOf, questionKept } from '../desk/queue/neighbours.ts'
import { Conversation } from '../desk/ticket/conversation.tsx'
import { CustomerSide } from '../desk/ticket/customer-side.tsx'
import { Facts } from '../desk/ticket/facts.tsx'
import type { Form } from '../desk/ticket/forms.tsx'
import { Presence } from '../desk/ticket/presence.tsx'
import { usePresence } from '../desk/use-presence.ts'
import { STATUS_WORDS } from '../desk/words.ts'
import { useMay } from '../entry/use-me.ts'
import { Instant } from '../parts/instant.tsx'
import { KeyHint } from '../parts/key-hint.tsx'
import { lazily } from '../parts/lazily.ts'
import { Answered, ProblemNote } from '../parts/told.tsx'
import { type Key, useKeys } from '../shell/keys.ts'

const TicketForm = lazily(async () => (await import('../desk/ticket/forms.tsx')).TicketForm)

/** One ticket: the time left to answer, what was said, the answer that is being written, and whoever asked. */
export function Page() {
  const { id } = useParams({ strict: false }) as { id: string }
  const ticket = useQuery({
    queryKey: ['desk', 'one', id],
    queryFn: () => ask<Ticket>('GET', `/api/v1/tickets/${encodeURIComponent(id)}`),
  })
  return <Answered query={ticket}>{(one) => <Shown ticket={one} key={one.id} />}</Answered>
}

function Shown({ ticket }: { ticket: Ticket }) {
  const { id, number, subject, status, snoozedUntil, mergedInto, spam } = ticket
  const mayWrite = useMay('agent') && mergedInto === null
  const navigate = useNavigate()
  const { before, after } = neighboursOf(id)
  const [form, setForm] = useState<Form | null>(null)
  const field = useRef<HTMLTextAreaElement>(null)
  const [shown, setShown] = useState<'write' | 'preview'>('write')
  const drafting = useDraft(id, { enabled: mayWrite })
  const { others, onTyping } = usePresence(id, { enabled: mayWrite })
  const act = useAct([ticket], () => {})
  useEffect(() => keepPlace(id), [id])
  const write = (isPublic: boolean) => {
    if (drafting.draft.public !== isPublic) drafting.change({ public: isPublic })
    setShown('write')
    // Where it was looked at, the field is there after the next paint only.
    setTimeout(() => field.current?.focus(), 0)
  }
  const wake = () => act.mutate({ action: 'snooze', body: { until: null } })
  const isClosed = status === 'closed'
  const keys: Key[] = [
    ...(mayWrite
      ? [
          { keys: 'r', does: 'Reply to the customer', run: () => write(true) },
          { keys: 'n', does: 'Write a note for staff', run: () => write(false) },
          { keys: 's', does: 'Say how severe it is', run: () => setForm('severity') },
          { keys: 'a', does: 'Give it to somebody', run: () => setForm('assign') },
          { keys: 't', does: 'Change its tags', run: () => setForm('tags') },
          { keys: 'l', does: 'Link it to an incident or a ticket', run: () => setForm('link') },
          { keys: 'm', does: 'Merge it into another ticket', run: () => setForm('merge') },
          snoozedUntil === null
            ? { keys: 'z', does: 'Put it aside for a while', run: () => setForm('snooze') }
            : { keys: 'z', does: 'Bring it back', run: wake },
          { keys: 'p', does: 'Close it as spam', run: () => setForm('spam') },
          { keys: 'w', does: 'Say whose it is', run: () => setForm('customer') },
          { keys: 'h', does: 'Change its subject', run: () => setForm('subject') },
          {
            keys: 'e',
            does: isClosed ? 'Open it again' : 'Close it',
            run: () => act.mutate({ action: isClosed ? 'reopen' : 'close' }),
          },
        ]
      : []),
    ...(after === null ? [] : [{ keys: 'j', does: 'The next ticket of the queue', run: () => go(after) }]),
    ...(before === null
      ? []
      : [{ keys: 'k', does: 'The one before it in the queue', run: () => go(before) }]),
    {
      keys: 'u',
      does: 'Back to the queue',
      run: () => void navigate({ to: '/tickets', search: questionKept() }),
    },
  ]
  const go = (to: string) => void navigate({ to: '/tickets/$id', params: { id: to } })
  useKeys(keys)
  return (
    <>
      <title>{`#${number} ${subject} · TractOps`}</title>
      <header>
        <div>
          <p className="soft">
            <Link to="/tickets" search={questionKept()}>
              Queue
            </Link>
            {' · '}#{number}
          </p>
          <h1>{subject}</h1>
          <p>
            {mergedInto === null ? (
              <>
                {spam !== null
                  ? `Closed as spam by ${spam.by}: ${spam.reason}`
                  : isClosed
                    ? 'Closed'
                    : `It is ${STATUS_WORDS[status]}`}
                {snoozedUntil === null ? (
                  '.'
                ) : (
                  <>
                    , put aside until <Instant at={snoozedUntil} />; its clock runs on.
                  </>
                )}
              </>
            ) : (
              <>
                Merged into{' '}
                <Link to="/tickets/$id" params={{ id: mergedInto }}>
                  another ticket
                </Link>
                : what was said stands there.
              </>
            )}
          </p>
        </div>
        {mayWrite ? (
          <Group gap="xs">
            <Button rightSection={<KeyHint of="r" />} onClick={() => write(true)}>
              Reply
            </Button>
            {snoozedUntil === null ? (
              <Does word="Put aside" keyName="z" onClick={() => setForm('snooze')} />
            ) : (
              <Does word="Bring it back" keyName="z" onClick={wake} />
            )}
            <Does word="Merge" keyName="m" onClick={() => setForm('merge')} />
            {spam === null ? <Does word="Spam" keyName="p" onClick={() => setForm('spam')} /> : null}
            <Does
              word={isClosed ? 'Open again' : 'Close'}
              keyName="e"
              onClick={() => act.mutate({ action: isClosed ? 'reopen' : 'close' })}
            />
          </Group>
        ) : null}
      </header>
      {act.error === null ? null : <ProblemNote error={act.error} />}
      <Presence others={others} />
      <div className="desk-ticket">
        <div>
          {mergedInto === null ? <LeftInFull of={ticket} /> : null}
          <Facts ticket={ticket} mayWrite={mayWrite} onForm={setForm} />
          <Conversation ticket={ticket} />
          {mayWrite ? (
            <Composer
              ticket={ticket}
              drafting={drafting}
              field={field}
              shown={shown}
              onShown={setShown}
              onTyping={onTyping}
            />
          ) : null}
        </div>
        <CustomerSide ticket={ticket} mayWrite={mayWrite} onChange={() => setForm('customer')} />
      </div>
      <Suspense>
        {form === null ? null : <TicketForm form={form} ticket={ticket} onClose={() => setForm(null)} />}
      </Suspense>
    </>
  )
}

function Does({ word, keyName, onClick }: { word: string; keyName: string; onClick: () => void }) {
  return (
    <Button variant="default" rightSection={<KeyHint of={keyName} />} onClick={onClick}>
      {word}
    </Button>
  )
}
