import { TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Target } from '../act.ts'
import { ActForm } from './act-form.tsx'

/** Changes what a ticket is called; its thread does not depend on it. */
export function SubjectForm({ target, onClose }: { target: Target; onClose: () => void }) {
  const [values, set] = useState({ subject: target.subject })
  return (
    <ActForm
      title="Change the subject"
      targets={[target]}
      action="change"
      values={values}
      button="Change it"
      onClose={onClose}
    >
      {(errors) => (
        <TextInput
          label="Subject"
          required
          data-autofocus
          value={values.subject}
          error={errors.subject}
          onChange={(event) => set({ subject: event.currentTarget.value })}
        />
      )}
    </ActForm>
  )
}
