import { Button, Modal, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { MadeAgent } from '../../api/agents.ts'
import { ask } from '../../api/ask.ts'
import { fieldErrors } from '../parts/field-errors.ts'
import { ShownOnce } from '../parts/shown-once.tsx'
import { ProblemNote } from '../parts/told.tsx'

/** Makes a probe agent; shows its token, this once, and the line that starts it. */
export function AgentForm({ onClose }: { onClose: () => void }) {
  const queries = useQueryClient()
  const form = useForm({ initialValues: { name: '', region: '' } })
  const make = useMutation({
    mutationFn: ({ name, region }: typeof form.values) =>
      ask<MadeAgent>('POST', '/api/v1/agents', region.trim() === '' ? { name } : { name, region }),
    onError: (error) => form.setErrors(fieldErrors(error, form.values)),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['agents'] }),
  })
  if (make.data !== undefined)
    return (
      <ShownOnce
        title="The agent’s token"
        secret={make.data.token}
        line={{
          label: 'The line that runs it',
          text: `npx tractops probe --server ${window.location.origin} --token ${make.data.token}`,
        }}
        onClose={onClose}
      >
        Keep it where secrets are kept: it is not shown again. The agent is given what to check as soon as it
        runs, and keeps what it finds while the server is away.
      </ShownOnce>
    )
  const elsewhere = make.error !== null && Object.keys(fieldErrors(make.error, form.values)).length === 0
  return (
    <Modal opened onClose={onClose} title="Make a probe agent">
      <form onSubmit={form.onSubmit((values) => make.mutate(values))}>
        <Stack>
          {elsewhere ? <ProblemNote error={make.error} /> : null}
          <TextInput
            label="Name"
            placeholder="frankfurt-1"
            required
            data-autofocus
            {...form.getInputProps('name')}
          />
          <TextInput
            label="Region"
            placeholder="Frankfurt"
            description="Where it stands, as people say it."
            {...form.getInputProps('region')}
          />
          <Button type="submit" loading={make.isPending}>
            Make the agent
          </Button>
        </Stack>
      </form>
    </Modal>
  )
}
