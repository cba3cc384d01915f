import { Button, Collapse } from '@mantine/core'
import { useState } from 'react'
import type { Message, Ticket } from '../../../api/desk.ts'
import { Instant } from '../../parts/instant.tsx'
import { Markdown } from '../../parts/markdown.tsx'
import { MailFrame } from '../mail-frame.tsx'
import { spellSize } from '../upload.ts'
import { CHANNEL_WORDS, DELIVERY_WORDS } from '../words.ts'
import { EventLine } from './event-line.tsx'
import { Verdicts } from './verdicts.tsx'

/** Everything that was said and done, oldest first; what was only done can be left out. */
export function Conversation({ ticket }: { ticket: Ticket }) {
  const [whole, setWhole] = useState(false)
  const told = [
    ...ticket.messages.map((message) => ({ seq: message.seq, message })),
    ...(whole ? ticket.events : ticket.events.filter(({ kind }) => ALWAYS.has(kind))).map((event) => ({
      seq: event.seq,
      event,
    })),
  ].toSorted((a, b) => a.seq - b.seq)
  return (
    <section className="section" aria-label="Conversation">
      <div className="section-head">
        <h2>Conversation</h2>
        <Button variant="subtle" size="compact-sm" onClick={() => setWhole(!whole)} aria-pressed={whole}>
          {whole ? 'Leave out what was done' : 'Show all that was done'}
        </Button>
      </div>
      <ol className="plain-list conversation">
        {told.map((one) =>
          'message' in one ? (
            <li key={one.message.id}>
              <Said message={one.message} />
            </li>
          ) : (
            <li key={one.event.seq} className="event">
              <EventLine event={one.event} />
            </li>
          ),
        )}
      </ol>
    </section>
  )
}

/** What changes how a ticket is read, whoever reads it. */
const ALWAYS = new Set([
  'classified',
  'breached',
  'unanswered',
  'bounced',
  'closed',
  'reopened',
  'merged',
  'merged_in',
  'rated',
])

function Said({ message }: { message: Message }) {
  const { author, authorName, authorEmail, at, channel, public: isPublic } = message
  const [formatted, setFormatted] = useState(false)
  const kind = author === 'customer' ? 'customer' : isPublic ? author : 'internal'
  return (
    <article
      className={`said ${kind}`}
      aria-label={`${authorName}, ${isPublic ? 'public' : 'internal note'}`}
    >
      <header>
        <strong>{authorName}</strong>{' '}
        <span className="soft">
          {authorEmail !== null && author === 'customer' ? (
            <span className="address">{authorEmail}, </span>
          ) : null}
          {kind === 'internal'
            ? 'note, only staff read it'
            : author === 'automatic'
              ? 'by itself'
              : author === 'staff'
                ? 'to the customer'
                : CHANNEL_WORDS[channel]}
          , <Instant at={at} />
        </span>
        {message.incomingMailId === null ? null : <Verdicts mailId={message.incomingMailId} />}
      </header>
      {formatted ? (
        <MailFrame src={`/api/v1/messages/${message.id}/html`} from={authorName} />
      ) : message.html === null || author === 'customer' ? (
        <div className="words">{message.text.trim() === '' ? <em>No text.</em> : message.text}</div>
      ) : (
        <Markdown html={message.html} />
      )}
      {author === 'customer' && message.html !== null ? (
        <Button variant="subtle" size="compact-xs" px={0} mt="xs" onClick={() => setFormatted(!formatted)}>
          {formatted ? 'Show the text alone' : 'Show as it was formatted'}
        </Button>
      ) : null}
      {message.quoted === null ? null : <Quoted text={message.quoted} />}
      {message.attachments.length === 0 ? null : (
        <ul className="plain-list attached" aria-label="Files">
          {message.attachments.map(({ id, name, size, type }) => (
            <li key={id}>
              <a href={`/api/v1/attachments/${id}`} download={name}>
                {name}
              </a>{' '}
              <span className="soft">
                {type}, {spellSize(size)}
              </span>
            </li>
          ))}
        </ul>
      )}
      <Delivered message={message} />
    </article>
  )
}

function Quoted({ text }: { text: string }) {
  const [opened, setOpened] = useState(false)
  return (
    <div>
      <Button
        variant="subtle"
        size="compact-xs"
        px={0}
        mt="xs"
        aria-expanded={opened}
        onClick={() => setOpened(!opened)}
      >
        {opened ? 'Fold what was quoted' : 'Show what was quoted'}
      </Button>
      <Collapse expanded={opened}>
        <div className="words quoted">{text}</div>
      </Collapse>
    </div>
  )
}

/** What became of a message that we sent; one that came back is told loudly, as nobody has read it. */
function Delivered({
  message: { delivery, deliveredAt, deliveryReason, outgoingMailId },
}: {
  message: Message
}) {
  if (delivery === null) return null
  if (delivery === 'sending' || delivery === 'accepted')
    return (
      <p className="soft delivered">
        {DELIVERY_WORDS[delivery]}
        {deliveredAt === null ? null : (
          <>
            {' '}
            <Instant at={deliveredAt} />
          </>
        )}
      </p>
    )
  return (
    <div className="loud" role="alert">
      <p>{delivery === 'bounced' ? 'This did not arrive: it came back.' : 'This could not be sent.'}</p>
      <p>
        {deliveryReason ?? 'No reason was given.'}
        {deliveredAt === null ? null : (
          <>
            {' '}
            <Instant at={deliveredAt} />.
          </>
        )}{' '}
        Write to another address, or call.
        {outgoingMailId === null ? null : <span className="soft"> Mail {outgoingMailId}</span>}
      </p>
    </div>
  )
}
