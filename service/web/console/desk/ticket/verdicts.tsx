import { useQuery } from '@tanstack/react-query'
import { ask } from '../../../api/ask.ts'
import type { IncomingMail } from '../../../api/desk.ts'

/** Whether a mail is from whom it says, in a word; what each check answered, for who looks closer. */
export function Verdicts({ mailId }: { mailId: string }) {
  const { data: mail } = useQuery({
    queryKey: ['mail', 'incoming', mailId],
    queryFn: () => ask<IncomingMail>('GET', `/api/v1/incoming-mail/${encodeURIComponent(mailId)}`),
    retry: false,
  })
  if (mail === undefined) return null
  const { verdict, impersonates, unread } = mail
  if (verdict === null) return <p className="soft verdicts">The sender has not been checked yet.</p>
  const { spf, dkim, dmarc, arc, aligned } = verdict
  const failed =
    !aligned && [spf.result, dmarc?.result].some((result) => result === 'fail' || result === 'softfail')
  const rows = [
    ['SPF', spf.result, spf.domain],
    ...dkim.map((one) => ['DKIM', one.result, one.domain]),
    ['DMARC', dmarc?.result ?? 'none', dmarc?.domain ?? null],
    ['ARC', arc.result, null],
  ] as const
  return (
    <>
      {impersonates === null ? null : (
        <p className="alarm">It names {impersonates} as its sender, without proof.</p>
      )}
      {unread === null ? null : <p className="alarm">It could not be read whole: {unread}.</p>}
      <details className="verdicts">
        <summary>
          <span className={`answer-mark ${aligned ? 'met' : failed ? 'late' : 'left'}`} aria-hidden="true" />
          {aligned ? 'sender proved' : failed ? 'sender may be forged' : 'sender not proved'}
        </summary>
        <dl>
          {rows.map(([name, result, domain]) => (
            <div key={`${name} ${domain}`} className="verdict">
              <dt>{name}</dt>
              <dd>
                {result}
                {domain === null ? null : <span className="address"> for {domain}</span>}
              </dd>
            </div>
          ))}
        </dl>
        <a href={`/api/v1/incoming-mail/${encodeURIComponent(mailId)}/raw`} download>
          The mail as it came
        </a>
      </details>
    </>
  )
}
