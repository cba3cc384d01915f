import { Anchor, Button, Group, Modal, Stack } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { ask } from '../../api/ask.ts'
import type { IncidentInFull, IncidentUpdate } from '../../api/incidents.ts'
import { useMay } from '../entry/use-me.ts'
import { Instant } from '../parts/instant.tsx'
import { Markdown } from '../parts/markdown.tsx'
import { ProblemNote } from '../parts/told.tsx'
import { TextField } from './text-field.tsx'
import { STATE_WORDS } from './words.ts'

/** Everything that was said, the latest first, with what it said before. */
export function Updates({ incident }: { incident: IncidentInFull }) {
  const mayWrite = useMay('agent') && incident.mergedInto === null
  const [editing, setEditing] = useState<IncidentUpdate | null>(null)
  return (
    <>
      <ol className="plain-list rows">
        {incident.updates.toReversed().map((update) => (
          <li key={update.id}>
            <Group justify="space-between" align="baseline">
              <span>
                <strong>{STATE_WORDS[update.state]}</strong>, <Instant at={update.at} />
                <span className="soft">
                  {' '}
                  by {update.by === 'automatic' ? 'the checks' : update.by}
                  {update.backdated ? (
                    <>
                      , dated back: written <Instant at={update.postedAt} />
                    </>
                  ) : null}
                  {update.origin === null ? null : (
                    <>
                      , in{' '}
                      <Link to="/incidents/$id" params={{ id: update.origin }}>
                        the incident that was merged
                      </Link>
                    </>
                  )}
                </span>
              </span>
              {mayWrite ? (
                <Anchor component="button" type="button" size="sm" onClick={() => setEditing(update)}>
                  Edit
                </Anchor>
              ) : null}
            </Group>
            <Markdown html={update.html} />
            {update.edited.toReversed().map(({ at, by, previousText }) => (
              <details key={at} className="soft">
                <summary>
                  Edited by {by}, <Instant at={at} />
                </summary>
                <p className="before">{previousText}</p>
              </details>
            ))}
          </li>
        ))}
      </ol>
      {editing === null ? null : (
        <EditForm incident={incident} update={editing} onClose={() => setEditing(null)} />
      )}
    </>
  )
}

function EditForm({
  incident,
  update,
  onClose,
}: {
  incident: IncidentInFull
  update: IncidentUpdate
  onClose: () => void
}) {
  const queries = useQueryClient()
  const [text, setText] = useState(update.text)
  const edit = useMutation({
    mutationFn: () => ask('PATCH', `/api/v1/incidents/${incident.id}/updates/${update.id}`, { text }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['incidents'] })
      onClose()
    },
  })
  return (
    <Modal opened onClose={onClose} title="Edit the update" size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          edit.mutate()
        }}
      >
        <Stack>
          {edit.error === null ? null : <ProblemNote error={edit.error} />}
          <p>What it says now stays beside the new text, for everybody to read.</p>
          <TextField label="Text" value={text} onChange={setText} about={{ incidentId: incident.id }} />
          <Button type="submit" loading={edit.isPending}>
            Publish the change
          </Button>
        </Stack>
      </form>
    </Modal>
  )
}
