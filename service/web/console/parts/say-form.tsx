import { Button, Group, Modal, Stack, Textarea } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { fieldErrors } from './field-errors.ts'
import { ProblemNote } from './told.tsx'

type Saying = {
  title: string
  /** What will happen, and what will stay. */
  children?: ReactNode
  label: string
  description?: string
  /** What the API calls the text, by which it names it where it refuses. */
  field: string
  optional?: boolean
  /** The word on the button: what is done, not "OK". */
  action: string
  onSay: (text: string) => Promise<unknown>
  onClose: () => void
}

/** Asks for words before something is done with them; stays open, with the reason, where it is refused. */
export function SayForm({ title, children, label, description, field, optional = false, ...then }: Saying) {
  const [text, setText] = useState('')
  const say = useMutation({ mutationFn: () => then.onSay(text), onSuccess: then.onClose })
  const atField = say.error === null ? undefined : fieldErrors(say.error, { [field]: text })[field]
  return (
    <Modal opened onClose={then.onClose} title={title} size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          say.mutate()
        }}
      >
        <Stack>
          {children === undefined ? null : <div>{children}</div>}
          {say.error === null || atField !== undefined ? null : <ProblemNote error={say.error} />}
          <Textarea
            label={label}
            description={description}
            autosize
            minRows={3}
            maxRows={16}
            required={!optional}
            data-autofocus
            value={text}
            error={atField}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button type="submit" loading={say.isPending}>
              {then.action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
