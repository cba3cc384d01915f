import { Button, Group, Modal, Stack } from '@mantine/core'
import { type ReactNode, useId } from 'react'
import { fieldErrors } from '../../parts/field-errors.ts'
import { ProblemNote } from '../../parts/told.tsx'
import { type Target, useAct } from '../act.ts'

type Acting<T extends object> = {
  title: string
  targets: readonly Target[]
  /** The route below a ticket, or the bulk action of that name. */
  action: string
  values: T
  /** What is sent, where it is not `values` as they are. */
  body?: Record<string, unknown>
  /** The word on the button. */
  button: string
  children: (errors: Record<string, string>) => ReactNode
  ready?: boolean
  /** Enter does it as it is proposed. */
  proposed?: boolean
  onClose: () => void
}

/** "#12 Ballots do not open", or how many they are. */
const spellTargets = (targets: readonly Target[]): string =>
  targets.length === 1 ? `#${targets[0]!.number} ${targets[0]!.subject}` : `${targets.length} tickets`

/** A form that does one thing with one ticket or with all that are selected; a refusal stands at its field or above. */
export function ActForm<T extends object>({
  title,
  targets,
  action,
  values,
  body,
  button,
  children,
  ready = true,
  proposed = false,
  onClose,
}: Acting<T>) {
  const act = useAct(targets, onClose)
  const id = useId()
  const errors = act.error === null ? {} : fieldErrors(act.error, values)
  return (
    <Modal opened onClose={onClose} title={title} returnFocus>
      <form
        aria-labelledby={id}
        onSubmit={(event) => {
          event.preventDefault()
          if (ready) act.mutate({ action, body: body ?? ({ ...values } as Record<string, unknown>) })
        }}
      >
        <Stack>
          <p className="soft" id={id}>
            {spellTargets(targets)}
          </p>
          {act.error === null || Object.keys(errors).length > 0 ? null : <ProblemNote error={act.error} />}
          {children(errors)}
          <Group justify="flex-end">
            {act.isPending && targets.length > 1 ? (
              <span role="status">
                {act.done} of {targets.length}
              </span>
            ) : null}
            <Button
              type="submit"
              loading={act.isPending}
              disabled={!ready}
              {...(proposed ? { 'data-autofocus': true } : {})}
            >
              {button}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
