import { useState } from 'react'
import type { Target } from '../act.ts'
import { ActForm } from './act-form.tsx'
import { FindTicket } from './find-ticket.tsx'

/** Makes several tickets one: what was said is put together, and the earliest clock stays. */
export function MergeForm({ targets, onClose }: { targets: readonly Target[]; onClose: () => void }) {
  const [into, setInto] = useState<string | null>(null)
  return (
    <ActForm
      title="Merge into another ticket"
      targets={targets}
      action="merge"
      values={{ into }}
      button="Merge"
      ready={into !== null}
      onClose={onClose}
    >
      {(errors) => (
        <>
          <p>
            What was said is read there, and the earliest clock and the most urgent severity stay. Only
            tickets of one customer can be made one. This cannot be undone.
          </p>
          <FindTicket
            label="Into which"
            not={targets.map(({ id }) => id)}
            value={into}
            error={errors.into}
            onChange={setInto}
          />
        </>
      )}
    </ActForm>
  )
}
