import { Checkbox } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Instant } from '../../parts/instant.tsx'
import { LeftFigure } from '../left.tsx'
import { SeverityMark } from '../severity-mark.tsx'
import { Tag } from '../ticket/facts.tsx'
import { STATUS_WORDS } from '../words.ts'
import type { Line } from './use-queue.ts'

type Shown = {
  line: Line
  selected: boolean
  onSelect: ((selected: boolean) => void) | null
  onFocus: () => void
}

/** A ticket in the queue: the time left is the largest thing of it, then what it is about and who has it. */
export function TicketLine({ line: { ticket, found }, selected, onSelect, onFocus }: Shown) {
  const { id, number, subject, requester, customer, assignee, tags, status, snoozedUntil, last } = ticket
  return (
    <li className={`ticket-line${selected ? ' selected' : ''}`} data-ticket={id} onFocus={onFocus}>
      {onSelect === null ? (
        <span />
      ) : (
        <Checkbox
          size="xs"
          aria-label={`Select #${number} ${subject}`}
          checked={selected}
          onChange={(event) => onSelect(event.currentTarget.checked)}
        />
      )}
      <LeftFigure of={ticket} />
      <div className="ticket-about">
        <Link to="/tickets/$id" params={{ id }} className="ticket-subject">
          {subject}
        </Link>
        <div className="soft">
          #{number} {requester.name}
          {customer?.name == null ? null : `, ${customer.name}`}
          {found !== null || last === null || last.text === '' ? null : (
            <span className="ticket-last">
              {last.author === 'customer' ? '' : `${last.name}: `}
              {last.text}
            </span>
          )}
        </div>
        {found === null || found.snippet.length === 0 ? null : (
          <div className="snippet">
            {found.snippet.map(({ text, hit }, i) =>
              // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text, in its order.
              hit ? <mark key={i}>{text}</mark> : <span key={i}>{text}</span>,
            )}
          </div>
        )}
        {tags.length === 0 ? null : (
          <div>
            {tags.map((tag) => (
              <Tag key={tag} tag={tag} />
            ))}
          </div>
        )}
      </div>
      <div className="ticket-with">
        <SeverityMark of={ticket.severity} />
        <span className={assignee === null ? '' : 'soft'}>
          {assignee === null ? 'nobody’s' : (assignee.name ?? 'somebody who left')}
        </span>
        <span className="soft">
          {snoozedUntil === null ? (
            STATUS_WORDS[status]
          ) : (
            <>
              aside until <Instant at={snoozedUntil} />
            </>
          )}
        </span>
      </div>
    </li>
  )
}
