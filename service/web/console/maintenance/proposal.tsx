import { Anchor } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { ask, withQuery } from '../../api/ask.ts'
import type { MaintenanceProposal } from '../../api/maintenance.ts'
import { Duration } from '../parts/duration.tsx'
import { Instant } from '../parts/instant.tsx'

/** What publishing now would come to, for a time or for the next window; asked again each half minute, as the notice gets shorter. */
export function useProposal(start?: string, end?: string, enabled = true) {
  return useQuery({
    queryKey: ['maintenance', 'proposal', start ?? null, end ?? null],
    queryFn: () =>
      ask<MaintenanceProposal>('GET', withQuery('/api/v1/maintenances/proposal', { start, end })),
    enabled,
    placeholderData: keepPreviousData,
    staleTime: 0,
    refetchInterval: 30_000,
    retry: false,
  })
}

type Shown = { proposal: MaintenanceProposal; onWindow?: (window: { start: string; end: string }) => void }

/** SLA §5: whether an announcement now is 48 hours ahead, until when it would be, and what follows if it is not. (row 20) */
export function Proposal({ proposal, onWindow }: Shown) {
  const { enough, announceBy, leftMs, means, inWindow, windows, unreachable } = proposal
  const counts = enough && unreachable.length === 0
  return (
    <div className={counts ? 'empty' : 'problem'}>
      <p>
        <span className={`mark ${counts ? 'up' : 'down'}`} aria-hidden="true" />
        <strong>
          {counts
            ? 'Published now, it is announced in time.'
            : enough
              ? 'Published now, it does not reach every customer.'
              : 'Published now, it is announced too late.'}
        </strong>{' '}
        {enough ? (
          <>
            Publish it by <Instant at={announceBy} />: <Duration ms={leftMs} /> are left.
          </>
        ) : (
          <>
            It was to be published by <Instant at={announceBy} />, <Duration ms={-leftMs} /> ago.
          </>
        )}
      </p>
      <p>{means}</p>
      {inWindow ? null : <p className="soft">It lies outside the Sunday window of the agreement.</p>}
      <Reach proposal={proposal} />
      {onWindow === undefined ? null : (
        <>
          <p className="soft">The next windows of the agreement:</p>
          <ul className="plain-list">
            {windows.map((window) => (
              <li key={window.start}>
                <Anchor component="button" type="button" ta="start" onClick={() => onWindow(window)}>
                  <Instant at={window.start} />
                </Anchor>
                {window.enough ? ', in time' : ', too late'}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  )
}

/** To how many it goes, how, and who cannot be told by mail. */
function Reach({ proposal: { contacts, mail, unreachable } }: { proposal: MaintenanceProposal }) {
  return (
    <>
      <p className="soft">
        {contacts === 0 ? 'Nobody' : contacts === 1 ? 'One contact' : `${contacts} contacts`} would be written
        to. {mail}
      </p>
      {unreachable.length === 0 ? null : (
        <ul className="plain-list">
          {unreachable.map(({ customer, why }) => (
            <li key={`${customer} ${why}`}>
              <strong>{customer}</strong> cannot be told: {why}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
