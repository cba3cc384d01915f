import type { Message } from '../../../api/desk.ts'

const NAMES = { spf: 'SPF', dkim: 'DKIM', dmarc: 'DMARC', arc: 'ARC' } as const

/** Whether a mail is from whom it says, in a word; what each check answered, for who looks closer. */
export function Verdicts({ of: { verdicts } }: { of: Pick<Message, 'verdicts'> }) {
  if (verdicts === null) return null
  const results = Object.values(verdicts).map(({ result }) => result)
  const sure = verdicts.dmarc.result === 'pass'
  const failed = !sure && results.some((result) => result === 'fail' || result === 'softfail')
  return (
    <details className="verdicts">
      <summary>
        <span className={`answer-mark ${sure ? 'met' : failed ? 'late' : 'left'}`} aria-hidden="true" />
        {sure ? 'sender proved' : failed ? 'sender may be forged' : 'sender not proved'}
      </summary>
      <dl>
        {(Object.keys(NAMES) as (keyof typeof NAMES)[]).map((name) => (
          <div key={name} className="verdict">
            <dt>{NAMES[name]}</dt>
            <dd>
              {verdicts[name].result}
              {verdicts[name].domain == null ? null : (
                <span className="address"> for {verdicts[name].domain}</span>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  )
}
