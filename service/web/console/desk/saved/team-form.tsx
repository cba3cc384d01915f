import { Button, Modal, MultiSelect, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ask } from '../../../api/ask.ts'
import type { Team } from '../../../api/desk.ts'
import { fieldErrors } from '../../parts/field-errors.ts'
import { ProblemNote } from '../../parts/told.tsx'
import { useStaff } from '../use-staff.ts'

/** Makes a team that tickets can be given to, or changes who is in it. */
export function TeamForm({ team, onClose }: { team?: Team; onClose: () => void }) {
  const queries = useQueryClient()
  const staff = useStaff().data?.items ?? []
  const [values, set] = useState({ name: team?.name ?? '', members: team?.members.map(({ id }) => id) ?? [] })
  const keep = useMutation({
    mutationFn: () =>
      team === undefined
        ? ask('POST', '/api/v1/teams', values)
        : ask('PATCH', `/api/v1/teams/${team.id}`, values),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['desk', 'teams'] })
      onClose()
    },
  })
  const errors = keep.error === null ? {} : fieldErrors(keep.error, values)
  return (
    <Modal opened onClose={onClose} title={team === undefined ? 'Make a team' : 'Change the team'}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          keep.mutate()
        }}
      >
        <Stack>
          {keep.error === null || Object.keys(errors).length > 0 ? null : <ProblemNote error={keep.error} />}
          <TextInput
            label="Name"
            required
            data-autofocus
            value={values.name}
            error={errors.name}
            onChange={(event) => set({ ...values, name: event.currentTarget.value })}
          />
          <MultiSelect
            label="Who is in it"
            searchable
            data={staff.map(({ id, name }) => ({ value: id, label: name }))}
            value={values.members}
            error={errors.members}
            onChange={(members) => set({ ...values, members })}
          />
          <Button type="submit" loading={keep.isPending}>
            Keep it
          </Button>
        </Stack>
      </form>
    </Modal>
  )
}
