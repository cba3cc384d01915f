import { Radio, Stack, Textarea } from '@mantine/core'
import type { Severity } from '@tractops/sla'
import { useState } from 'react'
import { SEVERITIES } from '../../../api/desk.ts'
import type { Target } from '../act.ts'
import { SEVERITY_MEANS, SEVERITY_WORDS } from '../words.ts'
import { ActForm } from './act-form.tsx'

type Classifying = {
  targets: readonly Target[]
  severity?: Severity
  suggestedBecause?: string
  onClose: () => void
}

/** SLA §2 (row 26): staff's word is final; up brings the answer forward, down needs a reason and takes back no breach. */
export function SeverityForm({ targets, severity, suggestedBecause, onClose }: Classifying) {
  const [values, set] = useState({ severity: severity ?? ('P3' as Severity), reason: '' })
  const lowers = severity === undefined || values.severity > severity
  return (
    <ActForm
      title="How severe is it?"
      targets={targets}
      action="classify"
      values={values}
      body={{ severity: values.severity, ...(values.reason.trim() === '' ? {} : { reason: values.reason }) }}
      button={`Make it ${values.severity}`}
      onClose={onClose}
    >
      {(errors) => (
        <>
          <Radio.Group
            label="Severity"
            description={suggestedBecause === undefined ? undefined : `Suggested: ${suggestedBecause}`}
            value={values.severity}
            error={errors.severity}
            onChange={(to) => set({ ...values, severity: to as Severity })}
          >
            <Stack gap="xs" mt="xs">
              {SEVERITIES.map((one) => (
                <Radio
                  key={one}
                  value={one}
                  label={`${one} ${SEVERITY_WORDS[one]}`}
                  description={SEVERITY_MEANS[one]}
                  {...(one === values.severity ? { 'data-autofocus': true } : {})}
                />
              ))}
            </Stack>
          </Radio.Group>
          <Textarea
            label="Reason"
            description={
              lowers
                ? 'A lower severity needs one. It counts from receipt, and a breach that has happened stays one.'
                : 'May stay empty. The answer is due sooner, never later.'
            }
            autosize
            minRows={2}
            value={values.reason}
            error={errors.reason}
            onChange={(event) => set({ ...values, reason: event.currentTarget.value })}
          />
        </>
      )}
    </ActForm>
  )
}
