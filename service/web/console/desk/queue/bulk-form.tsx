import type { Severity } from '@tractops/sla'
import type { Target } from '../act.ts'
import { AssignForm } from '../forms/assign-form.tsx'
import { MergeForm } from '../forms/merge-form.tsx'
import { SeverityForm } from '../forms/severity-form.tsx'
import { SnoozeForm } from '../forms/snooze-form.tsx'
import { SpamForm } from '../forms/spam-form.tsx'
import { TagForm } from '../forms/tag-form.tsx'
import type { Bulk } from './bulk-bar.tsx'

type Bulking = {
  form: Bulk
  targets: readonly (Target & { severity: Severity; tags: string[] })[]
  onClose: () => void
}

/** The form for those that were aimed at; of one alone it knows what is so. */
export function BulkForm({ form, targets, onClose }: Bulking) {
  const one = targets.length === 1 ? targets[0]! : null
  switch (form) {
    case 'assign':
      return <AssignForm targets={targets} onClose={onClose} />
    case 'severity':
      return (
        <SeverityForm
          targets={targets}
          {...(one === null ? {} : { severity: one.severity })}
          onClose={onClose}
        />
      )
    case 'tags':
      return <TagForm targets={targets} {...(one === null ? {} : { tags: one.tags })} onClose={onClose} />
    case 'snooze':
      return <SnoozeForm targets={targets} onClose={onClose} />
    case 'spam':
      return <SpamForm targets={targets} onClose={onClose} />
    case 'merge':
      return <MergeForm targets={targets} onClose={onClose} />
  }
}
