import { Stack } from '@mantine/core'
import type { Maintenance } from '../../api/maintenance.ts'
import { Confirm } from '../parts/confirm.tsx'
import { Answered } from '../parts/told.tsx'
import { Proposal, useProposal } from './proposal.tsx'

type Publishing = { one: Maintenance; onConfirm: () => Promise<unknown>; onClose: () => void }

/** Asks before customers are told: how many mails go out, and whether that is early enough. SLA §5 */
export function Publish({ one: { title, start, end }, onConfirm, onClose }: Publishing) {
  const proposal = useProposal(start, end)
  const mails = proposal.data === undefined ? 'Mails go' : mailsOf(proposal.data.contacts)
  return (
    <Confirm title={`Publish “${title}”?`} action="Publish it" onConfirm={onConfirm} onClose={onClose}>
      <Stack>
        <p>
          {mails} out, and it stands on /status at once. What was announced can be moved or called off, and
          everybody is told again; it cannot be taken back.
        </p>
        <Answered query={proposal}>{(found) => <Proposal proposal={found} />}</Answered>
      </Stack>
    </Confirm>
  )
}

function mailsOf(contacts: number): string {
  if (contacts === 0) return 'No mail goes'
  return contacts === 1 ? 'One mail goes' : `${contacts} mails go`
}
