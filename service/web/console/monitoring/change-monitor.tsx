import { Button, Modal, Stack } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ask } from '../../api/ask.ts'
import type { MadeMonitor, Monitor } from '../../api/monitoring.ts'
import { ProblemNote } from '../parts/told.tsx'
import { DefinitionField } from './definition-field.tsx'
import { readText, textOf } from './definitions.ts'

/** Changes a monitor of the console; its history goes on. A field that is taken out goes back to its default. */
export function ChangeMonitor({ monitor, onClose }: { monitor: Monitor; onClose: () => void }) {
  const queries = useQueryClient()
  const { key: _, component: __, ...before } = monitor.definition
  const [text, setText] = useState(textOf(before))
  const written = readText(text)
  const change = useMutation({
    mutationFn: () => {
      if ('wrong' in written) throw new Error(written.wrong)
      const gone = Object.keys(before).filter((field) => !(field in written.value))
      return ask<MadeMonitor>('PATCH', `/api/v1/monitors/${monitor.key}`, {
        ...written.value,
        ...Object.fromEntries(gone.map((field) => [field, null])),
      })
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['monitoring'] })
      onClose()
    },
  })
  return (
    <Modal opened onClose={onClose} title={`Change ${monitor.key}`} size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          change.mutate()
        }}
      >
        <Stack>
          {change.error === null || 'wrong' in written ? null : <ProblemNote error={change.error} />}
          <DefinitionField
            value={text}
            onChange={setText}
            error={'wrong' in written ? written.wrong : null}
          />
          <p className="soft">What reads [hidden] is kept as it is unless you write something else.</p>
          <Button type="submit" loading={change.isPending} disabled={'wrong' in written}>
            Change it
          </Button>
        </Stack>
      </form>
    </Modal>
  )
}
