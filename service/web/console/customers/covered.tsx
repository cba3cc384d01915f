import type { Customer } from '../../api/billing.ts'
import { Day } from '../parts/day.tsx'

/** From when to when a subscription covers a customer; in Pacific dates. */
export function Covered({ customer: { start, end, inForce } }: { customer: Customer }) {
  return (
    <span className={inForce ? undefined : 'soft'}>
      from <Day date={start} />
      {end === null ? null : (
        <>
          {' '}
          until before <Day date={end} />
        </>
      )}
      {inForce ? null : ', not today'}
    </span>
  )
}
