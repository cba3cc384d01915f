import { Button, Modal, Stack, Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation } from '@tanstack/react-query'
import type { Maintenance } from '../../api/maintenance.ts'
import { fieldErrors } from '../parts/field-errors.ts'
import { Answered, ProblemNote } from '../parts/told.tsx'
import { fieldOf, instantOf, WhenField } from '../parts/when-field.tsx'
import { Proposal, useProposal } from './proposal.tsx'

type Moving = { one: Maintenance; onMove: (body: object) => Promise<unknown>; onClose: () => void }

/** Announces another time, or, once it has begun, another end. */
export function MoveForm({ one, onMove, onClose }: Moving) {
  const begun = one.startedAt !== null
  const form = useForm({ initialValues: { start: fieldOf(one.start), end: fieldOf(one.end), note: '' } })
  const { start, end } = form.values
  const move = useMutation({
    mutationFn: ({ note }: typeof form.values) =>
      onMove({
        ...(begun ? {} : { start: instantOf(start) }),
        end: instantOf(end),
        note: note.trim() === '' ? null : note,
      }),
    onError: (error) => form.setErrors(fieldErrors(error, form.values)),
    onSuccess: onClose,
  })
  const elsewhere = move.error !== null && Object.keys(fieldErrors(move.error, form.values)).length === 0
  return (
    <Modal
      opened
      onClose={onClose}
      title={begun ? 'Announce another end' : 'Announce another time'}
      size="lg"
    >
      <form onSubmit={form.onSubmit((values) => move.mutate(values))}>
        <Stack>
          {elsewhere ? <ProblemNote error={move.error} /> : null}
          <p>
            What was announced keeps its notice as far as the new time keeps it. What is added counts as
            announced now, and everybody is told by mail.
          </p>
          {begun ? null : (
            <WhenField
              label="Start"
              required
              value={start}
              onChange={(value) => form.setFieldValue('start', value)}
              error={form.errors.start as string | undefined}
            />
          )}
          <WhenField
            label="End"
            required
            value={end}
            onChange={(value) => form.setFieldValue('end', value)}
            error={form.errors.end as string | undefined}
          />
          <Added was={one} start={instantOf(start)} end={instantOf(end)} />
          <Textarea
            label="Why"
            description="Markdown; may stay empty. It goes into the mail."
            autosize
            minRows={2}
            {...form.getInputProps('note')}
          />
          <Button type="submit" loading={move.isPending}>
            Announce it
          </Button>
        </Stack>
      </form>
    </Modal>
  )
}

type Span = { start: string | undefined; end: string | undefined }

/** What publishing the first part that is added comes to: it is the one that has to be announced the earliest. */
function Added({ was, start, end }: { was: Maintenance } & Span) {
  const part = addedTo(was, { start, end })
  const proposal = useProposal(part?.start, part?.end, part !== null)
  if (part === null) return <p className="soft">Nothing is added to what was announced.</p>
  return (
    <section aria-label="What is added" aria-live="polite">
      <p>What is added to the announced time:</p>
      <Answered query={proposal}>{(found) => <Proposal proposal={found} />}</Answered>
    </section>
  )
}

function addedTo(was: { start: string; end: string }, { start, end }: Span) {
  if (start === undefined || end === undefined || Date.parse(start) >= Date.parse(end)) return null
  const [from, to] = [Date.parse(was.start), Date.parse(was.end)]
  const at = (ms: number) => new Date(ms).toISOString()
  if (Date.parse(start) < from) return { start, end: at(Math.min(Date.parse(end), from)) }
  if (Date.parse(end) > to) return { start: at(Math.max(Date.parse(start), to)), end }
  return null
}
