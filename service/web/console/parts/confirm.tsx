import { Button, Group, Modal, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { ProblemNote } from './told.tsx'

type Confirmation = {
  title: string
  /** What will happen, and what will stay. */
  children: ReactNode
  /** The word on the button: what is done, not "OK". */
  action: string
  onConfirm: () => Promise<unknown>
  onClose: () => void
}

/** Asks before something is done that cannot be undone, so Enter alone keeps it; stays open, with the reason, where it is refused. */
export function Confirm({ title, children, action, onConfirm, onClose }: Confirmation) {
  const confirm = useMutation({ mutationFn: onConfirm, onSuccess: onClose })
  return (
    <Modal opened onClose={onClose} title={title}>
      <Stack>
        <div>{children}</div>
        {confirm.error === null ? null : <ProblemNote error={confirm.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            Keep it as it is
          </Button>
          <Button loading={confirm.isPending} onClick={() => confirm.mutate()}>
            {action}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
