import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ask } from '../../../api/ask.ts'
import type { Linked, Ticket } from '../../../api/desk.ts'
import { Instant } from '../../parts/instant.tsx'
import { KeyHint } from '../../parts/key-hint.tsx'
import { ProblemNote } from '../../parts/told.tsx'
import { SeverityMark } from '../severity-mark.tsx'
import { useStaff, useTeams } from '../use-staff.ts'
import { CHANNEL_WORDS } from '../words.ts'
import type { Form } from './forms.tsx'

type Facts = { ticket: Ticket; mayWrite: boolean; onForm: (form: Form) => void }

/** What stands beside the words: severity and why, who has it, its tags and links; each with its key. */
export function Facts({ ticket, mayWrite, onForm }: Facts) {
  const { severity, suggestedSeverity, suggestedBecause, assigneeId, teamId, tags, links, segments } = ticket
  const assignee = useStaff().data?.items.find(({ id }) => id === assigneeId)
  const team = useTeams().data?.items.find(({ id }) => id === teamId)
  const change = (form: Form, word: string, key: string, what: string) =>
    mayWrite ? (
      <Button
        variant="subtle"
        size="compact-xs"
        rightSection={<KeyHint of={key} />}
        aria-keyshortcuts={key}
        onClick={() => onForm(form)}
      >
        {word}
        <span className="sr"> {what}</span>
      </Button>
    ) : null
  return (
    <dl className="facts desk-facts">
      <div>
        <dt>Severity</dt>
        <dd>
          <SeverityMark of={severity} />
          {change('severity', 'Change', 's', 'the severity')}
          <div className="soft">
            {suggestedSeverity === severity
              ? `As suggested: ${suggestedBecause}`
              : `Said by staff. Suggested was ${suggestedSeverity}: ${suggestedBecause}`}
          </div>
          {segments.length < 2 ? null : (
            <ul className="plain-list soft">
              {segments.map(({ severity: was, from, dueAt }) => (
                <li key={from}>
                  {was} from <Instant at={from} />, due <Instant at={dueAt} />
                </li>
              ))}
            </ul>
          )}
        </dd>
      </div>
      <div>
        <dt>With</dt>
        <dd>
          {assigneeId === null && teamId === null ? (
            <strong>nobody yet</strong>
          ) : (
            [assigneeId === null ? null : (assignee?.name ?? '…'), team?.name].filter(Boolean).join(', ')
          )}
          {change('assign', 'Give', 'a', 'it to somebody')}
        </dd>
      </div>
      <div>
        <dt>Tags</dt>
        <dd>
          {tags.length === 0 ? (
            <span className="soft">none</span>
          ) : (
            tags.map((tag) => <Tag key={tag} tag={tag} />)
          )}
          {change('tags', 'Change', 't', 'the tags')}
        </dd>
      </div>
      <div>
        <dt>Links</dt>
        <dd>
          <Links ticketId={ticket.id} links={links} mayWrite={mayWrite} />
          {change('link', 'Link', 'l', 'it to an incident or a ticket')}
        </dd>
      </div>
      <div>
        <dt>Received</dt>
        <dd>
          <Instant at={ticket.receivedAt} />, {CHANNEL_WORDS[ticket.channel]}
        </dd>
      </div>
      {ticket.rating === null ? null : (
        <div>
          <dt>Rated</dt>
          <dd>
            <strong>{ticket.rating} of 5</strong>
            {ticket.ratingComment === null ? null : <div>“{ticket.ratingComment}”</div>}
          </dd>
        </div>
      )}
    </dl>
  )
}

export function Tag({ tag }: { tag: string }) {
  return <span className="tag">{tag}</span>
}

function Links({ ticketId, links, mayWrite }: { ticketId: string; links: Linked[]; mayWrite: boolean }) {
  const queries = useQueryClient()
  const remove = useMutation({
    mutationFn: ({ kind, targetId }: Linked) =>
      ask('DELETE', `/api/v1/tickets/${ticketId}/links/${kind}/${targetId}`),
    onSettled: () => queries.invalidateQueries({ queryKey: ['desk'] }),
  })
  if (links.length === 0) return <span className="soft">none</span>
  return (
    <ul className="plain-list">
      {remove.error === null ? null : <ProblemNote error={remove.error} />}
      {links.map((link) => (
        <li key={`${link.kind} ${link.targetId}`}>
          {link.kind === 'incident' ? 'Incident ' : ''}
          <Link
            to={link.kind === 'incident' ? '/incidents/$id' : '/tickets/$id'}
            params={{ id: link.targetId }}
          >
            {link.title}
          </Link>
          {mayWrite ? (
            <Button variant="subtle" size="compact-xs" onClick={() => remove.mutate(link)}>
              Remove<span className="sr"> the link to {link.title}</span>
            </Button>
          ) : null}
        </li>
      ))}
    </ul>
  )
}
