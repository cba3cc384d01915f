import { Button, Checkbox, Modal, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ask } from '../../api/ask.ts'
import { type MadeWebhook, TOPICS, type Topic } from '../../api/subscribers.ts'
import { fieldErrors } from '../parts/field-errors.ts'
import { ShownOnce } from '../parts/shown-once.tsx'
import { ProblemNote } from '../parts/told.tsx'
import { TOPIC_WORDS } from './webhooks.tsx'

/** Adds a receiver of signed events and shows the secret they are signed with, this once. */
export function WebhookForm({ onClose }: { onClose: () => void }) {
  const queries = useQueryClient()
  const form = useForm({ initialValues: { url: '', topics: ['status'] as Topic[] } })
  const make = useMutation({
    mutationFn: (values: typeof form.values) => ask<MadeWebhook>('POST', '/api/v1/webhooks', values),
    onError: (error) => form.setErrors(fieldErrors(error, form.values)),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['subscribers'] }),
  })
  if (make.data !== undefined)
    return (
      <ShownOnce title="The webhook’s secret" secret={make.data.secret} onClose={onClose}>
        Give it to the program that receives: with it, it proves that an event came from here. It is not shown
        again.
      </ShownOnce>
    )
  const elsewhere = make.error !== null && Object.keys(fieldErrors(make.error, form.values)).length === 0
  return (
    <Modal opened onClose={onClose} title="Add a webhook">
      <form onSubmit={form.onSubmit((values) => make.mutate(values))}>
        <Stack>
          {elsewhere ? <ProblemNote error={make.error} /> : null}
          <TextInput
            label="Address"
            inputMode="url"
            placeholder="https://example.com/hooks"
            description="Each event is sent there by POST, and tried again for two days until it answers 2xx."
            required
            data-autofocus
            {...form.getInputProps('url')}
          />
          <Checkbox.Group label="It hears of" required {...form.getInputProps('topics')}>
            <Stack gap="xs" mt="xs">
              {TOPICS.map((topic) => (
                <Checkbox key={topic} value={topic} label={TOPIC_WORDS[topic]} />
              ))}
            </Stack>
          </Checkbox.Group>
          <Button type="submit" loading={make.isPending}>
            Add the webhook
          </Button>
        </Stack>
      </form>
    </Modal>
  )
}
