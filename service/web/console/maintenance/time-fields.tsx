import { SimpleGrid } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { fieldErrors } from '../parts/field-errors.ts'
import { ProblemNote } from '../parts/told.tsx'
import { fieldOf, instantOf, WhenField } from '../parts/when-field.tsx'
import { Proposal, useProposal } from './proposal.tsx'

const PAUSE_MS = 250

type Time = { start: string; end: string }
type Fields = Time & { onChange: (time: Time) => void; errors: Record<string, string | undefined> }

/** Start and end of a plan, and below them, while they are changed, what publishing it now would come to. */
export function TimeFields({ start, end, onChange, errors }: Fields) {
  const [asked] = useDebouncedValue({ start: instantOf(start), end: instantOf(end) }, PAUSE_MS)
  const whole = asked.start !== undefined && asked.end !== undefined
  const proposal = useProposal(asked.start, asked.end, whole)
  const refused = proposal.error === null ? {} : fieldErrors(proposal.error, { start, end })
  const elsewhere = proposal.error !== null && Object.keys(refused).length === 0
  return (
    <>
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <WhenField
          label="Start"
          required
          value={start}
          onChange={(value) => onChange({ start: value, end })}
          error={errors.start ?? refused.start}
        />
        <WhenField
          label="End"
          required
          value={end}
          onChange={(value) => onChange({ start, end: value })}
          error={errors.end ?? refused.end}
        />
      </SimpleGrid>
      <section aria-label="What publishing it now would come to" aria-live="polite">
        {elsewhere ? <ProblemNote error={proposal.error} /> : null}
        {proposal.data === undefined || proposal.error !== null ? null : (
          <Proposal
            proposal={proposal.data}
            onWindow={(window) => onChange({ start: fieldOf(window.start), end: fieldOf(window.end) })}
          />
        )}
      </section>
    </>
  )
}
