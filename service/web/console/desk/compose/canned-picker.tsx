import { Modal, Select, Stack } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { ask } from '../../../api/ask.ts'
import type { CannedReply } from '../../../api/desk.ts'
import { Answered, Empty, ProblemNote } from '../../parts/told.tsx'

type Picking = { ticketId: string; onPick: (text: string) => void; onClose: () => void }

export const useCannedReplies = () =>
  useQuery({
    queryKey: ['desk', 'canned'],
    queryFn: () => ask<{ items: CannedReply[] }>('GET', '/api/v1/canned-replies'),
  })

/** Chooses an answer that was written before by letters of its title, with its variables filled in from the ticket. */
export function CannedPicker({ ticketId, onPick, onClose }: Picking) {
  const replies = useCannedReplies()
  const fill = useMutation({
    mutationFn: (id: string) =>
      ask<{ text: string }>('GET', `/api/v1/canned-replies/${id}/filled?ticket=${ticketId}`),
    onSuccess: ({ text }) => onPick(text),
  })
  return (
    <Modal opened onClose={onClose} title="Put in a canned reply" returnFocus={false}>
      <Answered query={replies}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty>None has been written yet. They are made on the page Canned replies.</Empty>
          ) : (
            <Stack mih="18rem">
              {fill.error === null ? null : <ProblemNote error={fill.error} />}
              <Select
                label="Which one"
                description="Its variables are filled in from this ticket."
                data={items.map(({ id, title }) => ({ value: id, label: title }))}
                searchable
                selectFirstOptionOnChange
                nothingFoundMessage="None is called like that."
                data-autofocus
                comboboxProps={{ withinPortal: false }}
                onChange={(id) => {
                  if (id !== null) fill.mutate(id)
                }}
              />
            </Stack>
          )
        }
      </Answered>
    </Modal>
  )
}
