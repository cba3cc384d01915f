import { TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Target } from '../act.ts'
import { ActForm } from './act-form.tsx'

/** Closes what is spam, with a reason for whoever looks for it later. */
export function SpamForm({ targets, onClose }: { targets: readonly Target[]; onClose: () => void }) {
  const [values, set] = useState({ reason: '' })
  return (
    <ActForm
      title="Close it as spam"
      targets={targets}
      action="spam"
      values={values}
      button="It is spam"
      ready={values.reason.trim() !== ''}
      onClose={onClose}
    >
      {(errors) => (
        <TextInput
          label="How one sees it"
          description="It leaves the queue, and comes back when somebody opens it or its sender writes again. Its clock runs on: the agreement excludes no spam, so reports count it, and say how much of it there was."
          required
          data-autofocus
          value={values.reason}
          error={errors.reason}
          onChange={(event) => set({ reason: event.currentTarget.value })}
        />
      )}
    </ActForm>
  )
}
