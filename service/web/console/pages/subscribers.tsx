import { Button } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMay } from '../entry/use-me.ts'
import { Subscribers } from '../subscribers/subscribers.tsx'
import { WebhookForm } from '../subscribers/webhook-form.tsx'
import { Webhooks } from '../subscribers/webhooks.tsx'

/** Who is told of changes: people by email, programs by signed events. */
export function Page() {
  const isLead = useMay('lead')
  const navigate = useNavigate()
  const { new: begun } = useSearch({ strict: false }) as { new?: string }
  return (
    <>
      <title>Subscribers & webhooks · TractOps</title>
      <header>
        <h1>Subscribers & webhooks</h1>
        {isLead ? (
          <Button
            data-shortcut="c"
            onClick={() => void navigate({ to: '/subscribers', search: { new: 'webhook' } })}
          >
            Add a webhook
          </Button>
        ) : null}
      </header>
      <Subscribers />
      <Webhooks />
      {isLead && begun === 'webhook' ? (
        <WebhookForm onClose={() => void navigate({ to: '/subscribers', search: {} })} />
      ) : null}
    </>
  )
}
