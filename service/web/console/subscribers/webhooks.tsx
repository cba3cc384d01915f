import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { Topic, Webhook } from '../../api/subscribers.ts'
import { Instant } from '../parts/instant.tsx'
import { Answered, Empty } from '../parts/told.tsx'
import { usePages } from '../parts/use-pages.ts'

/** What a webhook hears of, in words. */
export const TOPIC_WORDS: Record<Topic, string> = {
  status: 'incidents and maintenance, as the status page tells them',
  tickets: 'everything that happens to tickets, with their words',
}

/** Receivers of signed events, and which of them are sent none any more. */
export function Webhooks() {
  const webhooks = usePages<Webhook>('subscribers', '/api/v1/webhooks')
  return (
    <section className="section">
      <h2>Webhooks</h2>
      <Answered query={webhooks}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty>
              No program is told yet. Add an address, and every change of an incident or a maintenance is sent
              there, signed as Standard Webhooks asks; of tickets too, where you say so.
            </Empty>
          ) : (
            <ul className="plain-list rows states">
              {rows.map((one) => (
                <li key={one.id}>
                  <WebhookMark one={one} />
                  <div>
                    <Link className="address" to="/webhooks/$id" params={{ id: one.id }}>
                      {one.url}
                    </Link>
                    <WebhookTold one={one} />
                  </div>
                </li>
              ))}
            </ul>
          )
        }
      </Answered>
      {webhooks.hasNextPage ? (
        <Button
          variant="default"
          size="xs"
          mt="md"
          loading={webhooks.isFetchingNextPage}
          onClick={() => void webhooks.fetchNextPage()}
        >
          Show more
        </Button>
      ) : null}
    </section>
  )
}

export function WebhookMark({ one: { disabledAt } }: { one: Webhook }) {
  return (
    <span>
      <span className={`mark ${disabledAt === null ? 'up' : 'down'}`} aria-hidden="true" />
      {disabledAt === null ? 'is sent events' : 'disabled'}
    </span>
  )
}

/** Since when it is there; and where nothing is sent any more, since when and why. */
export function WebhookTold({ one: { createdAt, disabledAt, disabledBecause } }: { one: Webhook }) {
  return (
    <>
      {disabledAt === null ? null : (
        <p>
          Nothing has been sent since <Instant at={disabledAt} />. {disabledBecause}
        </p>
      )}
      <p className="soft">
        Made <Instant at={createdAt} />
      </p>
    </>
  )
}
