import type { Ticket } from '../../../api/desk.ts'
import { AssignForm } from '../forms/assign-form.tsx'
import { CustomerForm } from '../forms/customer-form.tsx'
import { LinkForm } from '../forms/link-form.tsx'
import { MergeForm } from '../forms/merge-form.tsx'
import { SeverityForm } from '../forms/severity-form.tsx'
import { SnoozeForm } from '../forms/snooze-form.tsx'
import { SpamForm } from '../forms/spam-form.tsx'
import { SubjectForm } from '../forms/subject-form.tsx'
import { TagForm } from '../forms/tag-form.tsx'

export type Form =
  | 'severity'
  | 'assign'
  | 'tags'
  | 'link'
  | 'merge'
  | 'snooze'
  | 'subject'
  | 'customer'
  | 'spam'

/** The form that was asked for. */
export function TicketForm({ form, ticket, onClose }: { form: Form; ticket: Ticket; onClose: () => void }) {
  const targets = [ticket]
  const { severity, suggestedBecause, suggestedSeverity } = ticket
  switch (form) {
    case 'severity':
      return (
        <SeverityForm
          targets={targets}
          severity={severity}
          suggestedBecause={`${suggestedSeverity}, ${suggestedBecause}`}
          onClose={onClose}
        />
      )
    case 'assign':
      return (
        <AssignForm
          targets={targets}
          assigneeId={ticket.assigneeId}
          teamId={ticket.teamId}
          onClose={onClose}
        />
      )
    case 'tags':
      return <TagForm targets={targets} tags={ticket.tags} onClose={onClose} />
    case 'link':
      return <LinkForm target={ticket} onClose={onClose} />
    case 'merge':
      return <MergeForm targets={targets} onClose={onClose} />
    case 'snooze':
      return <SnoozeForm targets={targets} onClose={onClose} />
    case 'subject':
      return <SubjectForm target={ticket} onClose={onClose} />
    case 'spam':
      return <SpamForm targets={targets} onClose={onClose} />
    case 'customer':
      return <CustomerForm ticket={ticket} onClose={onClose} />
  }
}
