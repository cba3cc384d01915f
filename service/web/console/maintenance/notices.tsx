import type { Announcement, Maintenance } from '../../api/maintenance.ts'
import { Instant } from '../parts/instant.tsx'

/** SLA §5: whether it was announced in time, piece by piece, and every announcement that was made. (rows 20 and 21) */
export function Notices({ one: { noticeEnough, because, notices, announcements } }: { one: Maintenance }) {
  return (
    <section className="section">
      <h2>Was it announced in time?</h2>
      <p>
        <span className={`mark ${noticeEnough ? 'up' : 'down'}`} aria-hidden="true" />
        <strong>{noticeEnough ? 'Yes' : 'No'}</strong>: {because}.
      </p>
      {notices.length < 2 ? null : (
        <ul className="plain-list rows states">
          {notices.map(({ start, end, enough, because: why }) => (
            <li key={start}>
              <span>
                <span className={`mark ${enough ? 'up' : 'down'}`} aria-hidden="true" />
                {enough ? 'in time' : 'too late'}
              </span>
              <div>
                <Instant at={start} /> to <Instant at={end} />
                <div className="soft">{why}</div>
              </div>
            </li>
          ))}
        </ul>
      )}
      <h3 className="sub">Announcements</h3>
      <ol className="plain-list rows">
        {announcements.toReversed().map((announcement) => (
          <li key={announcement.id}>
            <Told announcement={announcement} />
          </li>
        ))}
      </ol>
    </section>
  )
}

function Told({ announcement }: { announcement: Announcement }) {
  const { start, end, note, publishedAt, publishedBy, settledAt, emailedAt, reached } = announcement
  const { accepted, waiting, failed } = reached
  return (
    <>
      <Instant at={start} /> to <Instant at={end} />
      <div className="soft">
        on /status since <Instant at={publishedAt} />, by {publishedBy};{' '}
        {emailedAt !== null && accepted + waiting + failed === 0 ? (
          'there was no customer to write to'
        ) : emailedAt !== null ? (
          <>
            mailed to everybody at <Instant at={emailedAt} />
          </>
        ) : settledAt === null ? (
          'not every mail has been accepted yet'
        ) : (
          'not mailed to everybody'
        )}
      </div>
      <div>
        {accepted} accepted, {waiting} waiting, {failed} failed
      </div>
      {note === null ? null : <p className="before">{note}</p>}
    </>
  )
}
