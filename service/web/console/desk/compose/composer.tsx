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
import { useCanned } from './canned-list.tsx'
import { Preview } from './preview.tsx'
import type { useDraft } from './use-draft.ts'

type Composing = {
  ticket: Ticket
  drafting: ReturnType<typeof useDraft>
  field: RefObject<HTMLTextAreaElement | null>
  /** Whether it is looked at as its reader will see it. */
  shown: 'write' | 'preview'
  onShown: (shown: 'write' | 'preview') => void
  onTyping: () => void
}

const KEPT = {
  kept: 'The draft is kept.',
  keeping: 'Keeping the draft …',
  failed: 'The draft could not be kept: it is in this window only.',
}

/** Writes a public reply or an internal note: the two look different, and the button says which it is. */
export function Composer({ ticket, drafting, field, shown, onShown, onTyping }: Composing) {
  const { draft, change, forget, kept } = drafting
  const queries = useQueryClient()
  const [caret, setCaret] = useState(0)
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
      onShown('write')
      field.current?.blur()
      return queries.invalidateQueries({ queryKey: ['desk'] })
    },
  })
  const empty = draft.text.trim() === ''
  const busy = uploads.running.length > 0
  const go = (close = false) => {
    if (!empty && !busy && !send.isPending) send.mutate(close)
  }
  /** Sets the text and where one writes on in it. */
  const put = (text: string, at: number) => {
    change({ text })
    setCaret(at)
    // The field has the new text after the next paint only.
    setTimeout(() => {
      field.current?.focus()
      field.current?.setSelectionRange(at, at)
    }, 0)
  }
  const canned = useCanned({
    ticketId: ticket.id,
    text: draft.text,
    caret,
    onPick: (said, from, to) =>
      put(draft.text.slice(0, from) + said + draft.text.slice(to), from + said.length),
  })
  const askCanned = () => {
    const at = field.current?.selectionStart ?? draft.text.length
    const before = draft.text.slice(0, at)
    const semicolon = before === '' || /\s$/.test(before) ? ';' : ' ;'
    put(before + semicolon + draft.text.slice(at), at + semicolon.length)
  }
  const pressed = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    const isCommand = event.ctrlKey || event.metaKey
    if (isCommand && event.key === 'Enter') go(event.shiftKey)
    else if (isCommand && event.key === '/') askCanned()
    else if (!canned.press(event)) {
      if (event.key !== 'Escape') return
      event.currentTarget.blur()
    }
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
          onChange={(value) => onShown(value as 'write' | 'preview')}
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
          {...canned.field}
          value={draft.text}
          onChange={(event) => {
            change({ text: event.currentTarget.value })
            setCaret(event.currentTarget.selectionStart)
            onTyping()
          }}
          onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
          onKeyDown={pressed}
          onPaste={(event: ClipboardEvent) => {
            if (taken(event.clipboardData.files)) event.preventDefault()
          }}
        />
      )}
      {canned.list}
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
            disabled={canned.none || shown === 'preview'}
            onClick={askCanned}
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
