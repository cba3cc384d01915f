import { Button, Group } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { ask } from '../../api/ask.ts'
import type { CannedReply } from '../../api/desk.ts'
import { useCannedReplies } from '../desk/compose/canned-list.tsx'
import { ReplyForm } from '../desk/saved/reply-form.tsx'
import { useMay } from '../entry/use-me.ts'
import { Confirm } from '../parts/confirm.tsx'
import { Answered, Empty } from '../parts/told.tsx'

/** Answers that are written once and used often. */
export function Page() {
  const mayWrite = useMay('agent')
  const navigate = useNavigate()
  const queries = useQueryClient()
  const { new: begun } = useSearch({ strict: false }) as { new?: string }
  const replies = useCannedReplies()
  const [changing, setChanging] = useState<CannedReply | null>(null)
  const [removing, setRemoving] = useState<CannedReply | null>(null)
  return (
    <>
      <title>Canned replies · TractOps</title>
      <header>
        <h1>Canned replies</h1>
        {mayWrite ? (
          <Button
            data-shortcut="c"
            onClick={() => void navigate({ to: '/canned-replies', search: { new: 'reply' } })}
          >
            Write one
          </Button>
        ) : null}
      </header>
      <Answered query={replies}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty>
              Write down what you answer often. While writing a reply, a semicolon puts it in, with the names
              filled in.
            </Empty>
          ) : (
            <ul className="plain-list rows">
              {items.map((reply) => (
                <li key={reply.id}>
                  <Group justify="space-between" align="baseline">
                    <h2 className="sub">{reply.title}</h2>
                    {mayWrite ? (
                      <Group gap="xs">
                        <Button variant="subtle" size="compact-sm" onClick={() => setChanging(reply)}>
                          Change<span className="sr"> {reply.title}</span>
                        </Button>
                        <Button variant="subtle" size="compact-sm" onClick={() => setRemoving(reply)}>
                          Remove<span className="sr"> {reply.title}</span>
                        </Button>
                      </Group>
                    ) : null}
                  </Group>
                  <div className="before soft">{reply.text}</div>
                </li>
              ))}
            </ul>
          )
        }
      </Answered>
      {mayWrite && begun === 'reply' ? (
        <ReplyForm onClose={() => void navigate({ to: '/canned-replies', search: {} })} />
      ) : null}
      {changing === null ? null : <ReplyForm reply={changing} onClose={() => setChanging(null)} />}
      {removing === null ? null : (
        <Confirm
          title={`Remove “${removing.title}”?`}
          action="Remove it"
          onClose={() => setRemoving(null)}
          onConfirm={async () => {
            await ask('DELETE', `/api/v1/canned-replies/${removing.id}`)
            await queries.invalidateQueries({ queryKey: ['desk', 'canned'] })
          }}
        >
          Answers that were sent with it stay as they are.
        </Confirm>
      )}
    </>
  )
}
