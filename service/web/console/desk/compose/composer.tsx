import { Button, FileButton, Group, SegmentedControl, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import {
  type ClipboardEvent,
  type DragEvent,
  type KeyboardEvent,
  type RefObject,
  useRef,
  useState,
} from 'react'
import { ask } from '../../../api/ask.ts'
import type { Ticket } from '../../../api/desk.ts'
import { KeyHint } from '../../parts/key-hint.tsx'
import { ProblemNote } from '../../parts/told.tsx'
import { Attached, useUploads } from './attached.tsx'
import { CannedPicker } from './canned-picker.tsx'
import { Preview } from './preview.tsx'
import type { useDraft } from './use-draft.ts'

type Composing = {
  ticket: Ticket
  drafting: ReturnType<typeof useDraft>
  field: RefObject<HTMLTextAreaElement | null>
  onTyping: () => void
}

const KEPT = {
  kept: 'The draft is kept.',
  keeping: 'Keeping the draft …',
  failed: 'The draft could not be kept: it is in this window only.',
}

/** Writes a public reply or an internal note: the two look different, and the button says which it is. */
export function Composer({ ticket, drafting, field, onTyping }: Composing) {
  const { draft, change, forget, kept, ready } = drafting
  const queries = useQueryClient()
  const [shown, setShown] = useState<'write' | 'preview'>('write')
  const [picking, setPicking] = useState<{ from: number; to: number } | null>(null)
  const [over, setOver] = useState(false)
  const uploads = useUploads((attachment) =>
    change((was) => ({ ...was, attachments: [...was.attachments, attachment] })),
  )
  const keyOf = useKeyOfText()
  const send = useMutation({
    mutationFn: (close: boolean) => {
      const body = {
        text: draft.text,
        public: draft.public,
        attachments: draft.attachments.map(({ id }) => id),
        ...(close ? { status: 'closed' } : {}),
      }
      return ask('POST', `/api/v1/tickets/${ticket.id}/messages`, body, { key: keyOf(JSON.stringify(body)) })
    },
    onSuccess: () => {
      keyOf(null)
      forget()
      setShown('write')
      field.current?.blur()
      return queries.invalidateQueries({ queryKey: ['desk'] })
    },
  })
  const empty = draft.text.trim() === ''
  const busy = uploads.running.length > 0
  const go = (close = false) => {
    if (!empty && !busy && !send.isPending) send.mutate(close)
  }
  const pick = (text: string) => {
    const { from, to } = picking!
    change({ text: draft.text.slice(0, from) + text + draft.text.slice(to) })
    close(from + text.length)
  }
  const close = (caret: number) => {
    setPicking(null)
    // The dialog gives up the focus first.
    setTimeout(() => {
      field.current?.focus()
      field.current?.setSelectionRange(caret, caret)
    }, 0)
  }
  const pressed = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    const { selectionStart: from, selectionEnd: to, value } = event.currentTarget
    const isCommand = event.ctrlKey || event.metaKey
    if (isCommand && event.key === 'Enter') go(event.shiftKey)
    else if (isCommand && event.key === '/') setPicking({ from, to })
    else if (event.key === ';' && !isCommand && (from === 0 || /\s/.test(value[from - 1]!)))
      setPicking({ from, to })
    else if (event.key === 'Escape') event.currentTarget.blur()
    else return
    event.preventDefault()
  }
  const taken = (files: FileList | File[] | null | undefined) => {
    if (files === null || files === undefined || files.length === 0) return false
    uploads.add([...files])
    return true
  }
  return (
    <section
      className={`composer ${draft.public ? 'public' : 'internal'}${over ? ' over' : ''}`}
      aria-label={draft.public ? 'Your reply' : 'Your note'}
      onDragOver={(event: DragEvent) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event: DragEvent) => {
        event.preventDefault()
        setOver(false)
        taken(event.dataTransfer.files)
      }}
    >
      <Group justify="space-between" gap="xs" mb="xs">
        <SegmentedControl
          size="xs"
          aria-label="Who reads it"
          value={draft.public ? 'public' : 'internal'}
          onChange={(value) => change({ public: value === 'public' })}
          data={[
            { value: 'public', label: 'Reply to the customer' },
            { value: 'internal', label: 'Note for staff' },
          ]}
        />
        <SegmentedControl
          size="xs"
          aria-label="Write or look"
          value={shown}
          onChange={(value) => setShown(value as 'write' | 'preview')}
          data={[
            { value: 'write', label: 'Write' },
            { value: 'preview', label: 'Preview' },
          ]}
        />
      </Group>
      {send.error === null ? null : <ProblemNote error={send.error} />}
      {shown === 'preview' ? (
        <Preview text={draft.text} />
      ) : (
        <Textarea
          ref={field}
          aria-label={draft.public ? 'Reply' : 'Note'}
          placeholder={
            draft.public
              ? `To ${ticket.requester.name}. Markdown; a semicolon puts in a canned reply.`
              : 'Only staff read this.'
          }
          autosize
          minRows={5}
          maxRows={24}
          disabled={!ready}
          value={draft.text}
          onChange={(event) => {
            change({ text: event.currentTarget.value })
            onTyping()
          }}
          onKeyDown={pressed}
          onPaste={(event: ClipboardEvent) => {
            if (taken(event.clipboardData.files)) event.preventDefault()
          }}
        />
      )}
      <Attached
        attachments={draft.attachments}
        uploads={uploads}
        onRemove={(id) =>
          change((was) => ({ ...was, attachments: was.attachments.filter((one) => one.id !== id) }))
        }
      />
      <Group justify="space-between" gap="xs" mt="xs">
        <Group gap="xs">
          <FileButton multiple onChange={taken}>
            {(props) => (
              <Button {...props} variant="default" size="xs">
                Attach files
              </Button>
            )}
          </FileButton>
          <Button
            variant="default"
            size="xs"
            rightSection={<KeyHint of=";" />}
            onClick={() => setPicking({ from: draft.text.length, to: draft.text.length })}
          >
            Canned reply
          </Button>
          <small className="soft" role="status">
            {kept === null ? '' : KEPT[kept]}
          </small>
        </Group>
        <Group gap="xs">
          <Button
            variant="default"
            disabled={empty || busy}
            loading={send.isPending && send.variables === true}
            onClick={() => go(true)}
          >
            {draft.public ? 'Send and close' : 'Add and close'}
          </Button>
          <Button
            disabled={empty || busy}
            loading={send.isPending && send.variables === false}
            rightSection={<KeyHint of="Ctrl ↵" />}
            onClick={() => go()}
          >
            {draft.public ? 'Send the reply' : 'Add the note'}
          </Button>
        </Group>
      </Group>
      {picking === null ? null : (
        <CannedPicker ticketId={ticket.id} onPick={pick} onClose={() => close(picking.to)} />
      )}
    </section>
  )
}

/** One key for one text: sent again after a lost answer it is the same message, and changed it is another. */
function useKeyOfText(): (text: string | null) => string {
  const kept = useRef<{ text: string | null; key: string }>({ text: null, key: '' })
  return (text) => {
    if (text === null || kept.current.text !== text) kept.current = { text, key: crypto.randomUUID() }
    return kept.current.key
  }
}
