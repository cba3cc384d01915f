import { Select } from '@mantine/core'
import { useState } from 'react'
import { useMe } from '../../entry/use-me.ts'
import type { Target } from '../act.ts'
import { useStaff, useTeams } from '../use-staff.ts'
import { ActForm } from './act-form.tsx'

type Assigning = {
  targets: readonly Target[]
  assigneeId?: string | null
  teamId?: string | null
  onClose: () => void
}

/** Gives tickets to a person, a team or both; to whoever asks, at first. */
export function AssignForm({ targets, assigneeId = null, teamId = null, onClose }: Assigning) {
  const { data: me } = useMe()
  const staff = useStaff().data?.items ?? []
  const teams = useTeams().data?.items ?? []
  const [values, set] = useState({ assigneeId: assigneeId ?? me?.id ?? null, teamId })
  const mine = (id: string) => (id === me?.id ? 1 : 0)
  return (
    <ActForm
      title="Give it to"
      targets={targets}
      action="assign"
      values={values}
      button="Give it"
      onClose={onClose}
    >
      {(errors) => (
        <>
          <Select
            label="Person"
            data={staff
              .toSorted((a, b) => mine(b.id) - mine(a.id))
              .map(({ id, name }) => ({ value: id, label: id === me?.id ? `${name} (you)` : name }))}
            searchable
            openOnFocus={false}
            clearable
            placeholder="nobody"
            data-autofocus
            value={values.assigneeId}
            error={errors.assigneeId}
            onChange={(to) => set({ ...values, assigneeId: to })}
          />
          <Select
            label="Team"
            data={teams.map(({ id, name }) => ({ value: id, label: name }))}
            clearable
            placeholder="none"
            value={values.teamId}
            error={errors.teamId}
            onChange={(to) => set({ ...values, teamId: to })}
          />
        </>
      )}
    </ActForm>
  )
}
