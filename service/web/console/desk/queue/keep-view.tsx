import { Button, Checkbox, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { ask } from '../../../api/ask.ts'
import type { Filter, SavedView } from '../../../api/desk.ts'
import { useMay } from '../../entry/use-me.ts'
import { Confirm } from '../../parts/confirm.tsx'
import { fieldErrors } from '../../parts/field-errors.ts'
import { ProblemNote } from '../../parts/told.tsx'
import { asQuery } from './question.ts'
import type { View } from './use-queue.ts'

/** Keeps what the queue shows as a view, or removes the kept one that is shown. */
export function KeepView({ view, filter }: { view: View | null; filter: Filter }) {
  const isLead = useMay('lead')
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [asked, setAsked] = useState<'keep' | 'remove' | null>(null)
  const [values, set] = useState({ name: '', shared: false })
  const keep = useMutation({
    mutationFn: () => ask<SavedView>('POST', '/api/v1/views', { ...values, filter: asQuery(filter) }),
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: ['desk', 'views'] })
      setAsked(null)
      await navigate({ to: '/tickets', search: { view: id } })
    },
  })
  const errors = keep.error === null ? {} : fieldErrors(keep.error, values)
  const saved = view?.saved
  const mayRemove = saved !== undefined && (isLead || !saved.shared)
  return (
    <>
      {mayRemove ? (
        <Button variant="default" onClick={() => setAsked('remove')}>
          Remove this view
        </Button>
      ) : null}
      <Button variant="default" onClick={() => setAsked('keep')}>
        Keep as a view
      </Button>
      {asked === 'remove' && saved !== undefined ? (
        <Confirm
          title={`Remove the view “${saved.name}”?`}
          action="Remove it"
          onClose={() => setAsked(null)}
          onConfirm={async () => {
            await ask('DELETE', `/api/v1/views/${saved.id}`)
            await queries.invalidateQueries({ queryKey: ['desk', 'views'] })
            await navigate({ to: '/tickets', search: {} })
          }}
        >
          The tickets in it stay.
        </Confirm>
      ) : null}
      {asked === 'keep' ? (
        <Modal opened onClose={() => setAsked(null)} title="Keep as a view">
          <form
            onSubmit={(event) => {
              event.preventDefault()
              keep.mutate()
            }}
          >
            <Stack>
              {keep.error === null || Object.keys(errors).length > 0 ? null : (
                <ProblemNote error={keep.error} />
              )}
              <TextInput
                label="Name"
                required
                data-autofocus
                value={values.name}
                error={errors.name}
                onChange={(event) => set({ ...values, name: event.currentTarget.value })}
              />
              {isLead ? (
                <Checkbox
                  label="For everybody"
                  checked={values.shared}
                  onChange={(event) => set({ ...values, shared: event.currentTarget.checked })}
                />
              ) : null}
              <Group justify="flex-end">
                <Button type="submit" loading={keep.isPending}>
                  Keep it
                </Button>
              </Group>
            </Stack>
          </form>
        </Modal>
      ) : null}
    </>
  )
}
