import { Button, Modal, Stack, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ask } from '../../../api/ask.ts'
import type { CannedReply } from '../../../api/desk.ts'
import { fieldErrors } from '../../parts/field-errors.ts'
import { ProblemNote } from '../../parts/told.tsx'

/** Writes an answer to be used again, or changes one. */
export function ReplyForm({ reply, onClose }: { reply?: CannedReply; onClose: () => void }) {
  const queries = useQueryClient()
  const [values, set] = useState({ title: reply?.title ?? '', text: reply?.text ?? '' })
  const variables = useQuery({
    queryKey: ['desk', 'variables'],
    queryFn: () => ask<{ items: { name: string; means: string }[] }>('GET', '/api/v1/canned-reply-variables'),
  })
  const keep = useMutation({
    mutationFn: () =>
      reply === undefined
        ? ask('POST', '/api/v1/canned-replies', values)
        : ask('PATCH', `/api/v1/canned-replies/${reply.id}`, values),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['desk', 'canned'] })
      onClose()
    },
  })
  const errors = keep.error === null ? {} : fieldErrors(keep.error, values)
  return (
    <Modal
      opened
      onClose={onClose}
      title={reply === undefined ? 'Write a canned reply' : 'Change the canned reply'}
      size="lg"
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          keep.mutate()
        }}
      >
        <Stack>
          {keep.error === null || Object.keys(errors).length > 0 ? null : <ProblemNote error={keep.error} />}
          <TextInput
            label="Title"
            description="What it is found by."
            required
            data-autofocus
            value={values.title}
            error={errors.title}
            onChange={(event) => set({ ...values, title: event.currentTarget.value })}
          />
          <Textarea
            label="Text"
            description="Markdown."
            required
            autosize
            minRows={6}
            maxRows={18}
            value={values.text}
            error={errors.text}
            onChange={(event) => set({ ...values, text: event.currentTarget.value })}
          />
          <details>
            <summary>Variables that are filled in</summary>
            <dl className="variables">
              {(variables.data?.items ?? []).map(({ name, means }) => (
                <div key={name}>
                  <dt>
                    <code>{`{{${name}}}`}</code>
                  </dt>
                  <dd>{means}</dd>
                </div>
              ))}
            </dl>
          </details>
          <Button type="submit" loading={keep.isPending}>
            Keep it
          </Button>
        </Stack>
      </form>
    </Modal>
  )
}
