import type { VendorCapture, VendorReports, VendorStretch } from '../../../api/vendors.ts'
import { Duration } from '../../parts/duration.tsx'
import { Instant } from '../../parts/instant.tsx'
import { Empty } from '../../parts/told.tsx'
import { VendorMark } from '../../parts/vendor-mark.tsx'

/** What a vendor reported, the latest first, whether that can excuse anything, and the captures behind it. */
export function Stretches({ found }: { found: VendorReports }) {
  const { name, stretches, captures } = found
  if (stretches.length === 0)
    return <Empty>{name} reported nothing in this time, and its page was read throughout.</Empty>
  return (
    <ul className="plain-list rows states">
      {stretches.toReversed().map((stretch) => (
        <li key={`${stretch.start} ${stretch.component} ${stretch.status}`}>
          <VendorMark state={stretch.status} />
          <div>
            <StretchTold stretch={stretch} />
            <Evidence captures={captures.filter(({ id }) => stretch.captures.includes(id))} />
          </div>
        </li>
      ))}
    </ul>
  )
}

/** On what, from when to when, and whether it can excuse downtime. */
function StretchTold({ stretch }: { stretch: VendorStretch }) {
  const { component, status, start, end, qualifies, because } = stretch
  const on = status === 'unknown' ? '' : component === null ? 'The vendor as a whole, ' : `${component}, `
  return (
    <>
      {on}from <Instant at={start} />
      {end === null ? (
        ', still'
      ) : (
        <>
          {' '}
          for <Duration ms={Date.parse(end) - Date.parse(start)} />
        </>
      )}
      <p className="soft">
        {qualifies ? 'Can excuse downtime that it caused: ' : 'Excuses nothing: '}
        {because}.
      </p>
    </>
  )
}

/** The bytes that show the edges of a stretch, as they came, to download. */
function Evidence({ captures }: { captures: VendorCapture[] }) {
  if (captures.length === 0) return null
  return (
    <details>
      <summary>Evidence</summary>
      <ul className="plain-list">
        {captures.map(({ id, url, sha256, bytes, firstSeenAt, seenUntil }) => (
          <li key={id}>
            <a href={`/api/v1/vendors/captures/${id}/raw`} download>
              {bytes.toLocaleString('en')} bytes
            </a>{' '}
            of {url}, first seen <Instant at={firstSeenAt} />
            {seenUntil === firstSeenAt ? null : (
              <>
                , again until <Instant at={seenUntil} />
              </>
            )}
            <br />
            <small className="soft">
              SHA-256 <code>{sha256}</code>
            </small>
          </li>
        ))}
      </ul>
    </details>
  )
}
