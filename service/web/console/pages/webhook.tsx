import { Button, Group } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { ask } from '../../api/ask.ts'
import type { Webhook } from '../../api/subscribers.ts'
import { useMay } from '../entry/use-me.ts'
import { Confirm } from '../parts/confirm.tsx'
import { Answered, Empty, ProblemNote } from '../parts/told.tsx'
import { usePages } from '../parts/use-pages.ts'
import { Deliveries } from '../subscribers/deliveries.tsx'
import { TOPIC_WORDS, WebhookMark, WebhookTold } from '../subscribers/webhooks.tsx'

/** One webhook: whether it is sent events, and what became of each. */
export function Page() {
  const { id } = useParams({ strict: false }) as { id: string }
  const webhooks = usePages<Webhook>('subscribers', '/api/v1/webhooks', { limit: '200' })
  return (
    <Answered query={webhooks}>
      {(rows) => {
        const one = rows.find((row) => row.id === id)
        return one === undefined ? (
          <Empty>
            No webhook has this id: it may have been deleted. <Link to="/subscribers">All webhooks</Link>
          </Empty>
        ) : (
          <Shown one={one} />
        )
      }}
    </Answered>
  )
}

function Shown({ one }: { one: Webhook }) {
  const isLead = useMay('lead')
  return (
    <>
      <title>{`${new URL(one.url).host} · TractOps`}</title>
      <header>
        <h1>{new URL(one.url).host}</h1>
        <Group>
          <Link to="/subscribers">All webhooks</Link>
          {isLead ? <Change one={one} /> : null}
        </Group>
      </header>
      <dl className="facts">
        <div>
          <dt>Address</dt>
          <dd className="address">{one.url}</dd>
        </div>
        <div>
          <dt>Hears of</dt>
          <dd>{one.topics.map((topic) => TOPIC_WORDS[topic]).join('; ')}</dd>
        </div>
        <div>
          <dt>State</dt>
          <dd>
            <WebhookMark one={one} />
            <WebhookTold one={one} />
          </dd>
        </div>
      </dl>
      <Deliveries webhook={one} />
    </>
  )
}

function Change({ one }: { one: Webhook }) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [ending, setEnding] = useState(false)
  const enable = useMutation({
    mutationFn: () => ask('POST', `/api/v1/webhooks/${one.id}/enable`),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['subscribers'] }),
  })
  return (
    <>
      {enable.error === null ? null : <ProblemNote error={enable.error} />}
      {one.disabledAt === null ? null : (
        <Button loading={enable.isPending} onClick={() => enable.mutate()}>
          Enable it again
        </Button>
      )}
      <Button variant="default" onClick={() => setEnding(true)}>
        Delete it
      </Button>
      {ending ? (
        <Confirm
          title={`Delete the webhook at ${new URL(one.url).host}?`}
          action="Delete it"
          onClose={() => setEnding(false)}
          onConfirm={async () => {
            await ask('DELETE', `/api/v1/webhooks/${one.id}`)
            await navigate({ to: '/subscribers' })
            await queries.invalidateQueries({ queryKey: ['subscribers'] })
          }}
        >
          Nothing more is sent there, not even what is on its way, and the list of what was sent goes with it.
          A new webhook has another secret.
        </Confirm>
      ) : null}
    </>
  )
}
