import { Button, Group } from '@mantine/core'
import { useState } from 'react'
import { nowMs } from '../../../api/now.ts'
import { fieldOf, instantOf, WhenField } from '../../parts/when-field.tsx'
import type { Target } from '../act.ts'
import { nextOpening } from '../business.ts'
import { ActForm } from './act-form.tsx'

const H = 3_600_000

/** Puts tickets aside until then, or until the customer writes; the clock of the first response runs on. */
export function SnoozeForm({ targets, onClose }: { targets: readonly Target[]; onClose: () => void }) {
  const now = nowMs()
  const choices = [
    { label: 'In an hour', atMs: now + H },
    { label: 'In three hours', atMs: now + 3 * H },
    { label: 'When business hours begin next', atMs: nextOpening(now) },
    { label: 'In a week', atMs: now + 7 * 24 * H },
  ]
  const field = (atMs: number) => fieldOf(new Date(atMs).toISOString())
  const [until, setUntil] = useState(field(choices[2]!.atMs))
  const at = instantOf(until)
  return (
    <ActForm
      title="Put it aside"
      targets={targets}
      action="snooze"
      values={{ until }}
      body={{ until: at }}
      button="Put it aside"
      ready={at !== undefined}
      proposed
      onClose={onClose}
    >
      {(errors) => (
        <>
          <p>It comes back by itself, or when the customer writes. The time to answer runs on meanwhile.</p>
          <Group gap="xs">
            {choices.map(({ label, atMs }) => (
              <Button key={label} variant="default" size="xs" onClick={() => setUntil(field(atMs))}>
                {label}
              </Button>
            ))}
          </Group>
          <WhenField label="Until" required value={until} onChange={setUntil} error={errors.until} />
        </>
      )}
    </ActForm>
  )
}
